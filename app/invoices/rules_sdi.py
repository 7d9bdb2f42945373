"""How an answer of the exchange system moves a document. Pure."""

from app.invoices.rules import InvoiceState

#: Later answers win over earlier ones, in whatever order they arrive.
_RANKS = {
    InvoiceState.TO_SEND: 0,
    InvoiceState.SENT: 1,
    InvoiceState.NOT_DELIVERED: 2,
    InvoiceState.DELIVERED: 3,
    InvoiceState.UNDELIVERABLE: 4,
    InvoiceState.TERMS_ELAPSED: 5,
    InvoiceState.ACCEPTED: 6,
    InvoiceState.REFUSED: 6,
}
_ANSWERS = {
    "RC": InvoiceState.DELIVERED,
    "MC": InvoiceState.NOT_DELIVERED,
    "DT": InvoiceState.TERMS_ELAPSED,
    "AT": InvoiceState.UNDELIVERABLE,
}


def next_state(state: InvoiceState, kind: str, outcome: str) -> InvoiceState:
    """Return where an answer leaves a document.

    Args:
        state: Where it stands.
        kind: RC, NS, MC, NE, DT or AT.
        outcome: EC01 or EC02 of an NE.

    A rejection counts only while no other answer came: what was delivered cannot be rejected.
    Documents under correction stay where they are.
    """
    if kind == "NS":
        waits = state in {InvoiceState.TO_SEND, InvoiceState.SENT}
        return InvoiceState.REJECTED if waits else state
    if kind == "NE":
        reached = InvoiceState.REFUSED if outcome == "EC02" else InvoiceState.ACCEPTED
    else:
        reached = _ANSWERS[kind]
    if state not in _RANKS:
        return state
    return reached if _RANKS[reached] > _RANKS[state] else state
