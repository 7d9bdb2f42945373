"""Sentences of the price list's import."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.pricelist import rules, rules_import
from app.pricelist.rules_import import Problem

REFUSALS: dict[type[DomainError], LazyString] = {
    rules_import.ColumnsMissingError: _(
        "The list needs a row of headings with at least Codice, Descrizione and Prezzo."
    ),
    rules_import.ListTooLongError: _(
        "The list has more than %(limit)s rows: divide it into several files."
    ),
    rules.UnknownPartError: _("“%(row)s”: no article has this code. Write one code per line."),
    rules.PartQuantityError: _("“%(row)s”: write the quantity as a number, for example CODE x 2."),
    rules.KitInKitError: _("“%(row)s”: a kit is made of articles, not of kits."),
}

PROBLEMS = {
    Problem.NO_CODE: _("The code is missing."),
    Problem.NO_DESCRIPTION: _("The description is missing."),
    Problem.TOO_LONG: _("Code longer than 40 or description longer than 200 characters."),
    Problem.BAD_PRICE: _("The price or the cost is no amount."),
    Problem.TWICE: _("This code stands in the list twice: the first row counts."),
    Problem.UNKNOWN_VAT: _("This VAT rate is not among those in use."),
}
