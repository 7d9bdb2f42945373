"""Files of SEPA direct debits: pain.008 in the form that Italian banks take, of the CBI."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from lxml import etree

from app.invoices.rules_bankfiles import Creditor, Receipt, bank_codes
from app.invoices.rules_text import basic

#: Schema of the CBI consortium: reference "invoicing" 11.2.
CBI = "urn:CBI:xsd:CBISDDReqLogMsg.00.01.01"
_NAME, _REASON = 35, 140


def cbi_debits(
    creditor: Creditor, receipts: Sequence[Receipt], *, name: str, made_at: datetime
) -> bytes:
    """Return a CBISDDReqLogMsg: one block for each scheme, sequence and day.

    Args:
        creditor: With CBI code, creditor identifier and Italian IBAN.
        receipts: Debtors have mandate and day of signature.
        name: Identifier of the message, at most 35 characters, used once.
        made_at: Instant of the file, local time.
    """
    root = etree.Element(f"{{{CBI}}}CBISDDReqLogMsg", nsmap={None: CBI})
    head = _child(root, "GrpHdr")
    _child(head, "MsgId", name)
    _child(head, "CreDtTm", made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _child(head, "NbOfTxs", str(len(receipts)))
    _child(head, "CtrlSum", _amount(sum((one.amount_eur for one in receipts), Decimal(0))))
    party = _child(head, "InitgPty")
    _child(party, "Nm", basic(creditor.name, _NAME))
    other = _child(_child(_child(party, "Id"), "OrgId"), "Othr")
    _child(other, "Id", creditor.cbi)
    _child(other, "Issr", "CBI")
    rows = sorted(receipts, key=_block_key)
    for number, (key, found) in enumerate(groupby(rows, key=_block_key), 1):
        _add_block(root, creditor, key, list(found), f"{name}-{number}"[:35])
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def _block_key(one: Receipt) -> tuple[str, str, date]:
    return one.debtor.scheme, _sequence(one), one.due_on


def _sequence(one: Receipt) -> str:
    return "RCUR" if one.debtor.is_recurrent else "FRST"


def _add_block(
    root: etree._Element,
    creditor: Creditor,
    key: tuple[str, str, date],
    receipts: Sequence[Receipt],
    block_id: str,
) -> None:
    scheme, sequence, day = key
    block = _child(root, "PmtInf")
    _child(block, "PmtInfId", block_id)
    _child(block, "PmtMtd", "DD")
    kind = _child(block, "PmtTpInf")
    _child(_child(kind, "SvcLvl"), "Cd", "SEPA")
    _child(_child(kind, "LclInstrm"), "Cd", scheme)
    _child(kind, "SeqTp", sequence)
    _child(block, "ReqdColltnDt", day.isoformat())
    _child(_child(block, "Cdtr"), "Nm", basic(creditor.name, _NAME))
    _child(_child(_child(block, "CdtrAcct"), "Id"), "IBAN", creditor.iban)
    bank = _child(_child(_child(block, "CdtrAgt"), "FinInstnId"), "ClrSysMmbId")
    _child(bank, "MmbId", bank_codes(creditor.iban)[0])
    scheme_id = _child(_child(_child(block, "CdtrSchmeId"), "Id"), "PrvtId")
    _child(_child(scheme_id, "Othr"), "Id", creditor.creditor_id)
    for one in receipts:
        _add_debit(block, one, block_id)


def _add_debit(block: etree._Element, one: Receipt, block_id: str) -> None:
    debtor = one.debtor
    entry = _child(block, "DrctDbtTxInf")
    ids = _child(entry, "PmtId")
    _child(ids, "InstrId", str(one.key))
    _child(ids, "EndToEndId", f"{block_id}-{one.key}"[-35:])
    _child(entry, "InstdAmt", _amount(one.amount_eur)).set("Ccy", "EUR")
    mandate = _child(_child(entry, "DrctDbtTx"), "MndtRltdInf")
    _child(mandate, "MndtId", debtor.mandate)
    _child(mandate, "DtOfSgntr", debtor.signed_on.isoformat() if debtor.signed_on else "")
    _child(_child(entry, "Dbtr"), "Nm", basic(debtor.name, _NAME))
    _child(_child(_child(entry, "DbtrAcct"), "Id"), "IBAN", debtor.iban)
    _child(_child(entry, "RmtInf"), "Ustrd", basic(one.reason, _REASON))


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{CBI}}}{name}")
    made.text = text
    return made


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"
