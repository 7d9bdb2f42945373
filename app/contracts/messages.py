"""Sentences of the contracts."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.contracts import rules
from app.contracts.rules import ContractKind, ContractState, Renewal, RenewalStep
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.ContractNotDraftError: _(
        "Contract %(label)s is in force: renew it, or end it and make a new one."
    ),
    rules.ContractNotActiveError: _("Contract %(label)s is not in force."),
    rules.TermLengthError: _("Write a length from 1 to %(limit)s months."),
    rules.InstalmentsError: _("Write from 1 to %(limit)s instalments: at most one a month."),
    rules.FeeMissingError: _("Write the fee before the contract takes effect."),
    rules.TerminationReasonMissingError: _("Say why the contract ends."),
    rules.TerminationDayError: _("Choose a day within the contract's term."),
    rules.ContractSignerMissingError: _("Write the name and surname of who signs."),
}

KINDS = {
    ContractKind.PLANNED: _("Planned maintenance"),
    ContractKind.FULL: _("All inclusive"),
    ContractKind.WARRANTY: _("Warranty extension"),
    ContractKind.THIRD_PARTY: _("Third party responsible"),
    ContractKind.BUILDING: _("Building contract"),
}
STATES = {
    ContractState.DRAFT: _("Draft"),
    ContractState.SENT: _("Sent to sign"),
    ContractState.ACTIVE: _("In force"),
    ContractState.EXPIRING: _("Ending soon"),
    ContractState.EXPIRED: _("Term over"),
    ContractState.TERMINATED: _("Terminated"),
}
TONES = {
    ContractState.DRAFT: "neutral",
    ContractState.SENT: "info",
    ContractState.ACTIVE: "success",
    ContractState.EXPIRING: "warning",
    ContractState.EXPIRED: "danger",
    ContractState.TERMINATED: "neutral",
}
RENEWALS = {
    Renewal.PROPOSED: _("We propose it"),
    Renewal.AUTOMATIC: _("Automatic (tacit)"),
    Renewal.NONE: _("No renewal"),
}
#: Why a contract is among those to renew, by what happens at its end.
STEPS = {
    (Renewal.AUTOMATIC, RenewalStep.NOTICE_OPEN): _(
        "Renews by itself on %(next)s unless somebody says no by %(notice)s."
    ),
    (Renewal.AUTOMATIC, RenewalStep.NOTICE_OVER): _(
        "Nobody said no by %(notice)s: it renews by itself on %(next)s."
    ),
    (Renewal.AUTOMATIC, RenewalStep.ENDED): _("Ended on %(end)s: it is being renewed by itself."),
    (Renewal.PROPOSED, RenewalStep.NOTICE_OPEN): _(
        "To be proposed: notice by %(notice)s, the term ends on %(end)s."
    ),
    (Renewal.PROPOSED, RenewalStep.NOTICE_OVER): _(
        "Notice was due by %(notice)s and the term ends on %(end)s: propose the renewal now."
    ),
    (Renewal.PROPOSED, RenewalStep.ENDED): _(
        "Ended on %(end)s: nothing is covered until it is renewed."
    ),
}
MONTHS = {
    1: _("January"),
    2: _("February"),
    3: _("March"),
    4: _("April"),
    5: _("May"),
    6: _("June"),
    7: _("July"),
    8: _("August"),
    9: _("September"),
    10: _("October"),
    11: _("November"),
    12: _("December"),
}
