"""The company's own words for messages: which may be changed, and with which placeholders. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.errors import DomainError

#: Longest text of a message, characters.
MAX_BODY = 5000

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(eq=False)
class UnknownPlaceholderError(DomainError):
    """A text names a placeholder that this message does not fill."""

    placeholder: str
    known: str
    field: str | None = None


@dataclass(eq=False)
class LooseBraceError(DomainError):
    """A text holds a brace that opens or closes nothing."""

    field: str | None = None


@dataclass(frozen=True)
class OwnText:
    """Subject and body with placeholders."""

    subject: str
    body: str


@dataclass(frozen=True)
class Editable:
    """A message whose words the company may choose.

    Attributes:
        placeholders: What the user writes between braces -> fact of the template.
        shipped: The words a company starts from when it writes its own.
        short: The words of the text message on the same occasion; empty: there is none.
    """

    placeholders: Mapping[str, str]
    shipped: OwnText
    short: str = ""


_COMPANY = {"azienda": "company_name"}
_VISITS = {"nome": "addressee", "appuntamenti": "visits", "telefono": "phone", **_COMPANY}
_BILLS = {"nome": "addressee", "fatture": "bills", "importo": "amount", **_COMPANY}


_DEMAND = {"nome": "addressee", "fatture": "invoices", "importo": "amount", "scadenza": "day"}
#: Messages to customers, by the name of their templates. The words are those of the shipped
#: templates in the language of the companies, hence Italian: data, as the shipped lists are.
EDITABLE: dict[str, Editable] = {
    "report_ready": Editable(
        {"numero": "number", "giorno": "day", "nome": "addressee", **_COMPANY},
        OwnText(
            "Rapportino {numero} del {giorno}",
            "Gentile {nome},\n\nin allegato il rapportino {numero} del nostro intervento del "
            "{giorno}.\n\nPer qualsiasi domanda risponda a questo messaggio o ci chiami.",
        ),
        "{azienda}: il rapportino {numero} del nostro intervento del {giorno} è pronto.",
    ),
    "payment_reminder_1": Editable(
        _DEMAND,
        OwnText(
            "Promemoria di pagamento",
            "Gentile {nome},\n\nci risulta ancora aperto il pagamento di {importo} euro, scaduto "
            "il {scadenza} (fatture: {fatture}).\n\nSe ha già provveduto, non tenga conto di "
            "questo messaggio.",
        ),
    ),
    "payment_reminder_2": Editable(
        _DEMAND,
        OwnText(
            "Sollecito di pagamento",
            "Gentile {nome},\n\nnonostante il nostro promemoria non abbiamo ancora ricevuto il "
            "pagamento di {importo} euro, scaduto il {scadenza} (fatture: {fatture}).\n\nLa "
            "preghiamo di provvedere entro dieci giorni.",
        ),
    ),
    "payment_reminder_3": Editable(
        _DEMAND,
        OwnText(
            "Ultimo sollecito di pagamento",
            "Gentile {nome},\n\ni solleciti precedenti sono rimasti senza esito: restano da pagare "
            "{importo} euro, scaduti dal {scadenza} (fatture: {fatture}).\n\nIn mancanza del "
            "pagamento entro dieci giorni dovremo procedere al recupero del credito, con "
            "interessi e spese.",
        ),
    ),
    "quote_ready": Editable(
        {
            "numero": "number",
            "oggetto": "subject",
            "nome": "addressee",
            "scadenza": "until",
            "risposta": "answer_at",
        },
        OwnText(
            "Preventivo {numero}",
            "Gentile {nome},\n\nin allegato il nostro preventivo {numero} ({oggetto}), valido "
            "fino al {scadenza}.\n\nPuò accettarlo qui: {risposta}",
        ),
    ),
    "contract_ready": Editable(
        {"numero": "number", "nome": "addressee"},
        OwnText(
            "Contratto {numero}",
            "Gentile {nome},\n\nin allegato il contratto di manutenzione {numero}.\n\nPer "
            "qualsiasi domanda risponda a questo messaggio o ci chiami.",
        ),
    ),
    "maintenance_due": Editable(
        {"nome": "addressee", "apparecchi": "devices", "scadenza": "day", **_COMPANY},
        OwnText(
            "Manutenzione in scadenza il {scadenza}",
            "Gentile {nome},\n\nla manutenzione del Suo apparecchio ({apparecchi}) scade il "
            "{scadenza}.\n\nPer fissare una visita risponda a questo messaggio o ci chiami.",
        ),
        "{azienda}: la manutenzione ({apparecchi}) scade il {scadenza}. Ci chiami per fissare.",
    ),
    "appointment_booked": Editable(
        _VISITS,
        OwnText(
            "Appuntamento fissato",
            "Gentile {nome},\n\nLe confermiamo l'appuntamento: {appuntamenti}.\n\nSe ha un "
            "impedimento ci chiami al {telefono}.",
        ),
        "{azienda}: appuntamento fissato {appuntamenti}. Per spostarlo: {telefono}.",
    ),
    "appointment_moved": Editable(
        _VISITS,
        OwnText(
            "Appuntamento spostato",
            "Gentile {nome},\n\nl'appuntamento è stato spostato: {appuntamenti}.\n\nSe ha un "
            "impedimento ci chiami al {telefono}.",
        ),
        "{azienda}: appuntamento spostato a {appuntamenti}. Per spostarlo: {telefono}.",
    ),
    "appointment_cancelled": Editable(
        _VISITS,
        OwnText(
            "Appuntamento annullato",
            "Gentile {nome},\n\nl'appuntamento è stato annullato: {appuntamenti}.\n\nPer "
            "fissarne un altro ci chiami al {telefono}.",
        ),
        "{azienda}: appuntamento annullato ({appuntamenti}). Per un altro: {telefono}.",
    ),
    "appointment_reminder": Editable(
        _VISITS,
        OwnText(
            "Promemoria dell'appuntamento",
            "Gentile {nome},\n\nLe ricordiamo l'appuntamento: {appuntamenti}.\n\nSe ha un "
            "impedimento ci chiami al {telefono}.",
        ),
        "{azienda}: promemoria, appuntamento {appuntamenti}. Per spostarlo: {telefono}.",
    ),
    "invoice_ready": Editable(
        _BILLS,
        OwnText(
            "Fattura emessa",
            "Gentile {nome},\n\nabbiamo emesso: {fatture}. Totale {importo} euro.",
        ),
        "{azienda}: emessa {fatture}, totale {importo} euro.",
    ),
    "invoice_unpaid": Editable(
        _BILLS,
        OwnText(
            "Promemoria di pagamento",
            "Gentile {nome},\n\nci risulta ancora da pagare: {fatture}. Totale {importo} euro."
            "\n\nSe ha già pagato non tenga conto di questo messaggio.",
        ),
        "{azienda}: risulta da pagare {fatture}, totale {importo} euro. Se già fatto, ignori.",
    ),
}


def ensure_placeholders(text: str, code: str, field: str) -> None:
    """Raise unless every ``{word}`` of a text is one that the message fills.

    Raises:
        UnknownPlaceholderError: A placeholder that stays empty would reach the customer.
        LooseBraceError: A brace without its partner.
    """
    known = EDITABLE[code].placeholders
    for found in _PLACEHOLDER.findall(text):
        if found not in known:
            names = ", ".join(f"{{{name}}}" for name in known)
            raise UnknownPlaceholderError(f"{{{found}}}", names, field)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise LooseBraceError(field)


def fill(text: str, code: str, facts: Mapping[str, object]) -> str:
    """Return a text with its placeholders filled; what a customer's name holds stays as it is."""
    known = EDITABLE[code].placeholders
    return _PLACEHOLDER.sub(lambda found: str(facts[known[found[1]]]), text)
