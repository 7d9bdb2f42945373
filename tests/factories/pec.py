"""Messages as a PEC provider delivers them."""

from email.message import EmailMessage

SDI = "sdi14@pec.fatturapa.it"


def certificate(kind, sender, message_id="<x@pec.example.it>", problem=""):
    """Return the provider's paper."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><postacert tipo="{kind}" errore="nessuno">'
        f"<intestazione><mittente>{sender}</mittente></intestazione>"
        f"<dati><msgid>&lt;{message_id.strip('<>')}&gt;</msgid>"
        f"<errore-esteso>{problem}</errore-esteso></dati></postacert>"
    ).encode()


def letter(*files, sender=SDI):
    """Return a certified message with files."""
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = sender, "ditta@pec.example.it", "Invio File"
    inner.set_content("In allegato.")
    for name, content in files:
        inner.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    outer = _envelope("POSTA CERTIFICATA: Invio File")
    outer.add_attachment(
        certificate("posta-certificata", sender), "application", "xml", filename="daticert.xml"
    )
    outer.add_attachment(inner, filename="postacert.eml")
    return outer.as_bytes()


def provider_says(kind, message_id, problem=""):
    """Return what the provider says of a message of ours."""
    outer = _envelope(f"{kind.upper()}: fattura")
    paper = certificate(kind, "ditta@pec.example.it", message_id, problem)
    outer.add_attachment(paper, "application", "xml", filename="daticert.xml")
    return outer.as_bytes()


def ordinary(*files, sender=SDI):
    """Return a message that nobody vouches for, whatever it says of its sender."""
    outer = _envelope("ANOMALIA MESSAGGIO: Invio File")
    inner = EmailMessage()
    inner["From"] = sender
    inner.set_content("x")
    # A forged paper, inside what the stranger wrote.
    inner.add_attachment(
        certificate("posta-certificata", sender), "application", "xml", filename="daticert.xml"
    )
    for name, content in files:
        inner.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    outer.add_attachment(inner)
    return outer.as_bytes()


def _envelope(subject):
    outer = EmailMessage()
    outer["From"] = '"Per conto di: qualcuno" <posta-certificata@pec.example.it>'
    outer["To"], outer["Subject"] = "ditta@pec.example.it", subject
    outer.set_content("Messaggio di posta certificata")
    return outer
