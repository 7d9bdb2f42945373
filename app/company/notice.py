"""The privacy notice a company starts from: a text to be read and completed before it is saved.

It follows the points of art. 13 of Reg. (UE) 2016/679 for a firm that services plants; keeping
times: art. 2220 of the Codice civile (10 years), DPR 74/2013 (reports of efficiency controls).
It is content of the company, hence Italian.
"""

from app.company.models import CompanyProfile
from app.company.service import NoticeText

_TEXT = """\
Informativa sul trattamento dei dati personali (art. 13 Reg. UE 2016/679)

Titolare del trattamento: {name}, {address}{contacts}.

Quali dati: nome, indirizzo, recapiti, codice fiscale, dati dell'impianto e degli interventi, \
firme apposte sui documenti.

Perché li trattiamo: per eseguire gli interventi e i contratti richiesti e per gli obblighi di \
legge (rapporti di controllo, libretto e catasto degli impianti termici, registro dei gas \
fluorurati, fatturazione). Per queste finalità il consenso non serve; senza i dati non possiamo \
eseguire il lavoro. Per le finalità elencate sotto decide Lei, e può cambiare idea quando vuole.

A chi li comunichiamo: catasto degli impianti ed enti di controllo, Banca Dati FGAS, Agenzia delle \
Entrate, consulenti e fornitori che lavorano per noi. Non li diffondiamo.

Per quanto tempo: i documenti fiscali per dieci anni, quelli dell'impianto finché la legge lo \
chiede, i dati usati con il Suo consenso fino alla revoca.

I Suoi diritti (artt. 15-22): accesso, rettifica, cancellazione, limitazione, opposizione, \
portabilità, revoca del consenso in ogni momento scrivendo ai recapiti qui sopra, reclamo al \
Garante per la protezione dei dati personali."""

_PURPOSES = {
    "email": "Desidero ricevere per e-mail i promemoria delle manutenzioni in scadenza.",
    "sms": "Desidero ricevere per SMS o WhatsApp avvisi su appuntamenti e scadenze.",
    "marketing": "Desidero ricevere offerte e novità commerciali.",
}


def suggested(profile: CompanyProfile) -> NoticeText:
    """Return the notice and the consents that a company may start from."""
    town = f"{profile.postcode} {profile.municipality}".strip()
    place = ", ".join(part for part in (profile.street, town) if part) or "________"
    contacts = "".join(f", {one}" for one in (profile.phone, profile.email) if one)
    text = _TEXT.format(name=profile.legal_name, address=place, contacts=contacts)
    return NoticeText(text, tuple({"code": code, "text": ask} for code, ask in _PURPOSES.items()))
