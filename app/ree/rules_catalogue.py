"""The forms on offer, by type. Pure."""

from app.ree.rules_sheets import TYPE_1
from app.ree.rules_sheets_more import TYPE_2, TYPE_3, TYPE_4

SHEETS = {sheet.ree_type: sheet for sheet in (TYPE_1, TYPE_2, TYPE_3, TYPE_4)}
