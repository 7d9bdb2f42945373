"""FAB's own filter arguments, ``_flt_<n>_<column>=value``, read strictly.

The stock view keeps the filters of the request on the view, which all threads share. Here
each request has its own, only declared columns are accepted, and a value is read into the
column's type before FAB sees it: 400 instead of an exception.
"""

import copy
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select
from werkzeug.datastructures import MultiDict

from app.orm.types import EnumValue
from app.web.columns import key_columns, relationship_of
from app.web.filters import ActiveFilter
from app.web.lists import BadListArgumentsError
from app.web.values import ValueFormatError, read_value

if TYPE_CHECKING:
    from app.web.listviews import ListMixin

# FAB warns at start of each column it has no filter for (UUIDs): the lists have their own filters.
logging.getLogger("flask_appbuilder.models.filters").setLevel(logging.ERROR)

_ARGUMENT = re.compile(r"_flt_(\d{1,2})_([A-Za-z_][\w.]{0,80})")
#: FAB's operators that compare a whole value; the others look inside a text.
_WHOLE_VALUE = frozenset({"eq", "neq", "in", "not_in"})


@dataclass
class FabFilters:
    """FAB filters of one request, ready to apply."""

    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    active: list[ActiveFilter] = field(default_factory=list)
    modify: Callable[[Select[Any]], Select[Any]] = lambda statement: statement


def fab_arguments(arguments: MultiDict[str, str]) -> Iterator[tuple[str, int, str]]:
    """Return (argument, operator, column) of each filter argument; 400 for malformed ones."""
    for name in arguments:
        if name.startswith("_flt_"):
            match = _ARGUMENT.fullmatch(name)
            if match is None:
                raise BadListArgumentsError
            yield name, int(match[1]), match[2]


def read_fab_filters(view: "ListMixin", arguments: MultiDict[str, str]) -> FabFilters:
    """Return the FAB filters that the arguments ask for, or answer 400."""
    result = FabFilters()
    template = view.filter_template()
    scalars = copy.copy(template)
    scalars.clear_filters()
    for name, operator, column in fab_arguments(arguments):
        if column not in view.filterable_columns():
            raise BadListArgumentsError
        texts = [text for text in arguments.getlist(name) if text != ""]
        if not texts:
            continue
        label = view.label_of(column)
        if relationship_of(view.datamodel.obj, column) is not None:
            condition = _relation(view, column, operator, texts)
            result.conditions.append(condition)
            shown = view.related_text(column, texts[0])
        else:
            shown = f"{_scalar(view, scalars, column, operator, texts)} {', '.join(texts)}"
        result.active.append(ActiveFilter(label, shown, (name,)))
    result.modify = scalars.apply_all
    return result


def _relation(
    view: "ListMixin", column: str, operator: int, texts: list[str]
) -> ColumnElement[bool]:
    relation = relationship_of(view.datamodel.obj, column)
    assert relation is not None  # noqa: S101  the caller has looked
    key = key_columns(relation.mapper.class_)[0]
    attribute = getattr(view.datamodel.obj, column)
    value = _read(key.type, texts[0])
    if relation.uselist:
        if operator != 0:
            raise BadListArgumentsError
        found: ColumnElement[bool] = attribute.any(key == value)
        return found
    if operator > 1:
        raise BadListArgumentsError
    local = getattr(view.datamodel.obj, _foreign_key(relation), None)
    condition: ColumnElement[bool] = (
        local == value if local is not None else attribute.has(key == value)
    )
    return ~condition if operator else condition


def _foreign_key(relation: Any) -> str:
    (column,) = list(relation.local_columns)[:1]
    return str(relation.parent.get_property_by_column(column).key)


def _scalar(view: "ListMixin", filters: Any, column: str, operator: int, texts: list[str]) -> str:
    offered = filters.get_search_filters().get(column, ())
    if operator >= len(offered):
        raise BadListArgumentsError
    chosen = offered[operator]
    column_type = view.datamodel.list_columns[column].type
    if isinstance(column_type, EnumValue) and chosen.arg_name not in _WHOLE_VALUE:
        raise BadListArgumentsError
    values = [_read(column_type, text) for text in texts]
    # FAB applies the other operators to each value of a list in turn.
    filters._add_filter(chosen, values)  # noqa: SLF001  FAB's only way to add an instance
    return str(chosen.name)


def _read(column_type: Any, text: str) -> Any:
    try:
        return read_value(column_type, text)
    except ValueFormatError as error:
        raise BadListArgumentsError from error
