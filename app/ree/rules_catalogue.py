"""The forms on offer, by type. Pure."""

from app.ree.rules_sheets import TYPE_1

SHEETS = {sheet.ree_type: sheet for sheet in (TYPE_1,)}
