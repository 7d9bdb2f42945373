"""Forms of generated pages: each column gets the field that reads it strictly.

FAB's converter loads every related row into a select, keeps "" in unique columns and lets
numbers through that PostgreSQL refuses. This one does not.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask_appbuilder.forms import DynamicForm, FieldConverter, GeneralModelConverter
from flask_babel import gettext as _
from sqlalchemy import types as sa
from wtforms import validators

from app.kernel.errors import DomainError
from app.orm.types import EnumValue
from app.web import fields
from app.web.errors import user_message
from app.web.lists import Label
from app.web.values import INT32_LIMIT, INT64_LIMIT

#: ``info={"kind": …}`` of a column -> field, where the type alone does not tell.
KINDS: dict[str, Any] = {
    "email": fields.EmailAddressField,
    "phone": fields.PhoneField,
    "money": fields.MoneyField,
    "text": fields.LongTextField,
}


class HouseForm(DynamicForm):
    """A form with errors that belong to no field (`form_errors`) and lasting field errors."""

    def refuse(self, error: DomainError) -> None:
        """Show a refused rule at the field it names (its ``field``), else on top of the form."""
        self.add_error(getattr(error, "field", None), user_message(error))

    def add_error(self, name: str | None, sentence: str) -> None:
        """Add a sentence at a field, or on top of the form for None and unknown fields."""
        if name is not None and name in self:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(sentence)


class HouseConverter(GeneralModelConverter):
    """Make a form class from a mapped class.

    Args:
        datamodel: FAB's interface of the class.
        source_of: Returns where a relation's remote select gets its rows.
        choices: Enum column -> {member: label}.
    """

    def __init__(
        self,
        datamodel: Any,
        source_of: Callable[[str], fields.RemoteSource],
        choices: Mapping[str, Mapping[Any, Label]],
    ) -> None:
        super().__init__(datamodel)
        self.source_of = source_of
        self.choices = choices

    def form_class(self, view: Any, names: Any, extra_fields: Any, *, version: bool) -> Any:
        """Return the form over some columns of a view.

        Args:
            view: Gives labels, descriptions and validators.
            names: Columns, in order.
            extra_fields: Column -> field declared by the view.
            version: Whether the form carries the version it was filled from.
        """
        made: dict[str, Any] = {}
        for name in names:
            given = (extra_fields or {}).get(name)
            made[name] = given if given is not None else self.field(view, name)
        if version and "version" not in made:
            made["version"] = fields.VersionField()
        return type("GeneratedForm", (HouseForm,), made)

    def field(self, view: Any, name: str) -> Any:
        """Return the field of one column or relation."""
        # A copy: FAB appends to the view's own list each time a form is made.
        checks = list(view.validators_columns.get(name, ()))
        options = {
            "label": view.label_of(name),
            "description": view.description_columns.get(name, ""),
        }
        if self.datamodel.is_relation(name):
            return self._relation(name, checks, options)
        column = self.datamodel.list_columns[name]
        required = not column.nullable and not isinstance(column.type, sa.Boolean)
        checks.insert(0, validators.InputRequired() if required else validators.Optional())
        options["validators"] = checks
        options["default"] = self.datamodel.get_col_default(name)
        return self._column(name, column, options)

    def _relation(self, name: str, checks: Any, options: dict[str, Any]) -> Any:
        many = self.datamodel.list_properties[name].uselist
        source = self.source_of(name)
        if many:
            return fields.RemoteSelectMultipleField(validators=checks, source=source, **options)
        required = not self.datamodel.is_nullable(name)
        checks.insert(0, validators.InputRequired() if required else validators.Optional())
        return fields.RemoteSelectField(validators=checks, source=source, **options)

    def _column(self, name: str, column: Any, options: dict[str, Any]) -> Any:
        kind = column.info.get("kind")
        if kind in KINDS:
            return KINDS[kind](**self._limited(column, options))
        labels = self.choices.get(name) or _enum_labels(column.type)
        if labels is not None:
            return fields.EnumChoiceField(labels=labels, optional=column.nullable, **options)
        plain = column.type
        if isinstance(plain, sa.TypeDecorator):
            plain = plain.impl_instance
        made = _typed_field(plain, options)
        if made is not None:
            return made
        if isinstance(plain, sa.Text):
            return fields.LongTextField(**options)
        if isinstance(plain, sa.String):
            return fields.TextField(**self._limited(column, options))
        return FieldConverter(self.datamodel, name, **options).convert()

    def _limited(self, column: Any, options: dict[str, Any]) -> dict[str, Any]:
        length = getattr(column.type, "length", None)
        if length:
            options["validators"].append(validators.Length(max=length))
        return options


def _typed_field(plain: Any, options: dict[str, Any]) -> Any:
    if isinstance(plain, sa.Boolean):
        return fields.SwitchField(**options)
    if isinstance(plain, sa.Integer):
        limit = INT64_LIMIT if isinstance(plain, sa.BigInteger) else INT32_LIMIT
        return fields.WholeNumberField(limit=limit, **options)
    if isinstance(plain, sa.Float):
        return fields.FloatNumberField(places=6, **options)
    if isinstance(plain, sa.Numeric):
        places = 2 if plain.scale is None else plain.scale
        return fields.DecimalNumberField(
            places=places, digits=(plain.precision or 12) - places, **options
        )
    if isinstance(plain, sa.DateTime):
        return fields.MomentField(**options)
    return fields.DayField(**options) if isinstance(plain, sa.Date) else None


def _enum_labels(column_type: Any) -> Any:
    if isinstance(column_type, EnumValue):
        return {member: str(member.value) for member in column_type.kind}
    if isinstance(column_type, sa.Enum):
        members = column_type.enum_class or column_type.enums
        return {member: str(getattr(member, "value", member)) for member in members}
    return None


def changed_meanwhile(editor: str | None) -> str:
    """Return the sentence for a form that was filled from an older version."""
    if editor:
        return _(
            "This record was changed meanwhile by %(name)s. "
            "What you typed is kept: check it and save again.",
            name=editor,
        )
    return _(
        "This record was changed meanwhile by somebody else. "
        "What you typed is kept: check it and save again."
    )
