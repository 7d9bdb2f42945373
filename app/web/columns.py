"""Columns of a mapped class by path: their order, their loading, their values."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, inspect
from sqlalchemy.orm import (
    InstrumentedAttribute,
    RelationshipProperty,
    aliased,
    joinedload,
    selectinload,
)
from sqlalchemy.orm.interfaces import ORMOption

from app.web.paging import OrderTerm
from app.web.values import ValueFormatError, read_value


def key_columns(model: Any) -> tuple[Any, ...]:
    """Return the primary key's attributes of a mapped class."""
    mapper = inspect(model)
    return tuple(
        getattr(model, mapper.get_property_by_column(column).key) for column in mapper.primary_key
    )


def key_text(item: Any) -> str:
    """Return a row's primary key as it stands in addresses; parts of a composite by comma."""
    return ",".join(str(part) for part in inspect(item).identity or ())


def read_key(model: Any, text: str) -> tuple[Any, ...] | None:
    """Return the primary key an address names, or None when it cannot be one."""
    columns = key_columns(model)
    parts = str(text).split(",") if len(columns) > 1 else [str(text)]
    try:
        pairs = zip(columns, parts, strict=True)
        return tuple(read_value(column.type, part) for column, part in pairs)
    except (ValueFormatError, ValueError):
        return None


def relationship_of(model: Any, name: str) -> RelationshipProperty[Any] | None:
    """Return a relationship of a mapped class by name, or None when it is not one."""
    found: RelationshipProperty[Any] | None = inspect(model).relationships.get(name)
    return found


def to_one_of(model: Any, names: Sequence[str]) -> list[str]:
    """Return those of some names that are relationships to at most one row."""
    found = inspect(model).relationships
    return [name for name in names if name in found and not found[name].uselist]


def can_order(model: Any, path: str) -> bool:
    """Return whether a path ends at a column that the database can order by."""
    *relations, leaf = path.split(".")
    for name in relations:
        relation = relationship_of(model, name)
        if relation is None or relation.uselist:
            return False
        model = relation.mapper.class_
    attribute = inspect(model).all_orm_descriptors.get(leaf)
    return isinstance(attribute, InstrumentedAttribute) and hasattr(attribute.property, "columns")


def join_order(
    statement: Select[Any], model: Any, path: str, *, descending: bool
) -> tuple[Select[Any], list[OrderTerm]]:
    """Return the statement joined as an order needs, and the order with the key at its end."""
    *relations, leaf = path.split(".")
    entity = model
    nullable = False
    for name in relations:
        attribute = getattr(entity, name)
        nullable = nullable or any(column.nullable for column in attribute.property.local_columns)
        target = aliased(attribute.property.mapper.class_)
        statement = statement.outerjoin(attribute.of_type(target))
        entity = target
    expression = getattr(entity, leaf)
    columns = expression.property.columns
    nullable = nullable or bool(getattr(columns[0], "nullable", True))
    terms = [OrderTerm(expression, descending=descending, nullable=nullable)]
    terms += [
        OrderTerm(key, descending=descending)
        for key in key_columns(model)
        if relations or key.key != leaf
    ]
    return statement, terms


def key_order(model: Any) -> list[OrderTerm]:
    """Return the order by primary key, newest first."""
    return [OrderTerm(key, descending=True) for key in key_columns(model)]


def relation_paths(model: Any, columns: Iterable[str]) -> list[str]:
    """Return the relations that must be loaded to print some columns, each once."""
    paths = []
    for column in columns:
        root, _dot, rest = column.partition(".")
        if relationship_of(model, root) is not None:
            paths.append(column.rpartition(".")[0] if rest else column)
    return list(dict.fromkeys(paths))


def load_options(model: Any, paths: Sequence[str]) -> list[ORMOption]:
    """Return loader options: to-one relations joined, collections in one more statement each."""
    return [_loader(model, path) for path in dict.fromkeys(paths)]


def value_of(item: Any, path: str) -> Any:
    """Return the value at a path; None where a relation is empty; methods are called."""
    for name in path.split("."):
        if item is None:
            return None
        item = getattr(item, name)
    return item() if callable(item) else item


def _loader(model: Any, path: str) -> Any:
    option: Any = None
    for name in path.split("."):
        relation = relationship_of(model, name)
        if relation is None:
            break
        attribute = getattr(model, name)
        if relation.uselist:
            option = option.selectinload(attribute) if option else selectinload(attribute)
        else:
            option = option.joinedload(attribute) if option else joinedload(attribute)
        model = relation.mapper.class_
    if option is None:
        raise ValueError(f"{path} is not a relation")
    return option
