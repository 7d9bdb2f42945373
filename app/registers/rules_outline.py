"""Outline of a document as data, and writing it as XML or JSON. Pure.

A node says which of our values it holds and in what form; nothing is written while a value that
the register wants is missing or does not fit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any
from xml.etree import ElementTree as ET  # written here, never read

from app.registers.rules import Fault, Lack

Scope = Mapping[str, Any]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"


class Form(Enum):
    """How a value is written."""

    GROUP = "group"
    #: The children once for each row of a list of values.
    ROWS = "rows"
    TEXT = "text"
    DECIMAL = "decimal"
    WHOLE = "whole"
    #: SI, NO, NC by the codes of the register.
    ANSWER = "answer"
    #: SI / NO, or true / false.
    TRUTH = "truth"
    DAY = "day"
    CLOCK = "clock"
    #: One of our words, by the codes of the register.
    CODE = "code"
    #: Several of our words, likewise; without codes as they are.
    CODES = "codes"
    #: A word of the cards, by the code that the company wrote for it: a `Mapped`.
    MAPPED = "mapped"
    #: A number with a few significant digits, wherever its point stands.
    PLATE = "plate"


class Need(Enum):
    """What happens without a value."""

    #: The document is not complete.
    WANTED = "wanted"
    #: Written as empty: `xsi:nil`, or null.
    NIL = "nil"
    #: Left out.
    OPTIONAL = "optional"
    #: Written as the empty text, as false, or as an empty list.
    BLANK = "blank"


@dataclass(frozen=True)
class Mapped:
    """A word of our cards with the code of the register; None: the company wrote none yet."""

    word: str
    code: int | None


@dataclass(frozen=True)
class Node:
    """One element.

    Attributes:
        tag: Its name in the register.
        source: Our name of its value.
        digits, places: Of a number, in all and after the point.
        length: Characters of a text at most.
        codes: Our words -> codes of the register.
        children: Of a group, or of each row.
    """

    tag: str
    source: str = ""
    form: Form = Form.GROUP
    need: Need = Need.WANTED
    digits: int = 18
    places: int = 0
    length: int = 255
    codes: Mapping[str, Any] | None = None
    children: tuple["Node", ...] = ()


def group(tag: str, *children: Node) -> Node:
    """Return a node that only holds others."""
    return Node(tag, children=children)


def group_if(tag: str, source: str, *children: Node) -> Node:
    """Return a node that only holds others, left out unless a value is true."""
    return Node(tag, source, need=Need.OPTIONAL, children=children)


def rows(tag: str, source: str, *children: Node) -> Node:
    """Return a node that is repeated for each row of a value, at least once."""
    return Node(tag, source, Form.ROWS, children=children)


def any_rows(tag: str, source: str, *children: Node) -> Node:
    """Return a node that is repeated for each row of a value, if there is any."""
    return Node(tag, source, Form.ROWS, Need.OPTIONAL, children=children)


def text(tag: str, source: str, need: Need = Need.WANTED, *, length: int = 255) -> Node:
    """Return a line of text."""
    return Node(tag, source, Form.TEXT, need, length=length)


def decimal(
    tag: str, source: str, digits: int, need: Need = Need.WANTED, *, places: int = 2
) -> Node:
    """Return a number with so many digits in all, two of them decimals unless said."""
    return Node(tag, source, Form.DECIMAL, need, digits=digits, places=places)


def plain(tag: str, source: str, form: Form, need: Need = Need.WANTED) -> Node:
    """Return a node of a form without further facts."""
    return Node(tag, source, form, need)


def code(tag: str, source: str, codes: Mapping[str, Any], need: Need = Need.WANTED) -> Node:
    """Return one of our words, by the codes of the register."""
    return Node(tag, source, Form.CODE, need, codes=codes)


@dataclass(frozen=True)
class Style:
    """How a register spells what all forms have.

    Attributes:
        answers: SI, NO and NC.
        as_text: Whether every value is text (XML), or numbers and truths stay what they are.
    """

    answers: Mapping[str, int]
    as_text: bool = True


def lacks_of(node: Node, scope: Scope, style: Style) -> tuple[Lack, ...]:
    """Return what keeps a document from being written, each value named once."""
    found: dict[Lack, None] = {}
    _look(node, scope, style, found)
    return tuple(found)


def as_xml(node: Node, scope: Scope, style: Style, namespace: str) -> bytes:
    """Return a complete document as XML, elements in the order of the outline."""
    root = ET.Element(node.tag, {"xmlns": namespace, "xmlns:xsi": _XSI})
    _fill(root, node.children, scope, style)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def as_json(node: Node, scope: Scope, style: Style) -> dict[str, Any]:
    """Return a complete document as what JSON can hold, by the names of the outline."""
    found: dict[str, Any] = {}
    for child in node.children:
        if child.form is Form.GROUP:
            if _scopes(child, scope):
                found[child.tag] = as_json(child, scope, style)
        elif child.form is Form.ROWS:
            found[child.tag] = [as_json(child, inner, style) for inner in _scopes(child, scope)]
        else:
            value = _value(child, scope, style)
            if value is not None or child.need is not Need.OPTIONAL:
                found[child.tag] = value
    return found


def _look(node: Node, scope: Scope, style: Style, found: dict[Lack, None]) -> None:
    for child in node.children:
        if child.form in {Form.GROUP, Form.ROWS}:
            for inner in _scopes(child, scope):
                _look(child, inner, style, found)
            continue
        fault = _fault(child, scope, style)
        if fault is not None:
            found.setdefault(Lack(child.source, fault, _detail(child, scope)))


def _detail(node: Node, scope: Scope) -> str:
    """Return what a lack is about: the word without a code, or the component."""
    stated = scope.get(node.source)
    return stated.word if isinstance(stated, Mapped) else str(scope.get("component") or "")


def _scopes(node: Node, scope: Scope) -> Sequence[Scope]:
    """Return the values that the children of a node see: a row's own, then those around it."""
    if node.form is Form.GROUP:
        return [scope] if node.need is Need.WANTED or scope.get(node.source) else []
    stated: Sequence[Scope] = scope.get(node.source) or ([{}] if node.need is Need.WANTED else [])
    return [{**scope, **row} for row in stated]


def _fault(node: Node, scope: Scope, style: Style) -> Fault | None:
    stated = scope.get(node.source)
    value = _value(node, scope, style)
    if value is None:
        if _has_no_code(node, stated):
            return Fault.NO_CODE
        return Fault.MISSING if node.need is Need.WANTED else None
    if node.form is Form.TEXT and len(value) > node.length:
        return Fault.TOO_LONG
    return Fault.TOO_LARGE if _is_too_large(node, value) else None


def _has_no_code(node: Node, stated: Any) -> bool:
    is_word = isinstance(stated, Mapped) and stated.word != ""
    return is_word or (node.form is Form.CODE and stated not in (None, ""))


def _is_too_large(node: Node, value: Any) -> bool:
    if node.form is Form.PLATE:
        return len(str(value).strip("-").replace(".", "").lstrip("0")) > node.digits
    limit = 10 ** (node.digits - node.places)
    return node.form is Form.DECIMAL and abs(Decimal(value)) >= limit


def _fill(parent: ET.Element, nodes: Sequence[Node], scope: Scope, style: Style) -> None:
    for node in nodes:
        if node.form in {Form.GROUP, Form.ROWS}:
            for inner in _scopes(node, scope):
                _fill(ET.SubElement(parent, node.tag), node.children, inner, style)
            continue
        value = _value(node, scope, style)
        if value is not None:
            ET.SubElement(parent, node.tag).text = value
        elif node.need is Need.NIL:
            ET.SubElement(parent, node.tag, {"xsi:nil": "true"})


def _value(node: Node, scope: Scope, style: Style) -> Any:
    """Return a value as the register spells it; None: there is none."""
    stated = scope.get(node.source)
    if stated is None or stated == "":
        return _BLANKS[style.as_text].get(node.form) if node.need is Need.BLANK else None
    return _WRITERS[node.form](node, stated, style)


#: By "as text": what stands for nothing.
_BLANKS: dict[bool, dict[Form, Any]] = {
    True: {Form.TEXT: "", Form.TRUTH: "false"},
    False: {Form.TEXT: "", Form.TRUTH: False, Form.CODES: []},
}


def _decimal(node: Node, stated: Decimal | str, style: Style) -> Any:
    found = Decimal(stated).quantize(Decimal(1).scaleb(-node.places), ROUND_HALF_UP)
    return f"{found:f}" if style.as_text else float(found)


def _plate(_node: Node, stated: Decimal | str, style: Style) -> Any:
    found = Decimal(stated).normalize()
    return f"{found:f}" if style.as_text else float(found)


def _mapped(_node: Node, stated: Mapped, style: Style) -> Any:
    return str(stated.code) if style.as_text and stated.code is not None else stated.code


def _whole(_node: Node, stated: int, style: Style) -> Any:
    return str(stated) if style.as_text else stated


def _answer(_node: Node, stated: str, style: Style) -> Any:
    found = style.answers.get(stated)
    return str(found) if style.as_text and found is not None else found


def _truth(_node: Node, stated: Any, style: Style) -> Any:
    found = stated in (True, "yes")
    return str(found).lower() if style.as_text else found


def _code(node: Node, stated: str, style: Style) -> Any:
    found = (node.codes or {}).get(stated)
    return str(found) if style.as_text and found is not None else found


def _codes(node: Node, stated: Sequence[str], _style: Style) -> Any:
    codes = node.codes
    return list(stated) if codes is None else [codes[word] for word in stated if word in codes]


def _text(_node: Node, stated: Any, _style: Style) -> str:
    return str(stated)


def _day(_node: Node, stated: date | str, _style: Style) -> str:
    return str(stated)


def _clock(_node: Node, stated: time, _style: Style) -> str:
    return f"{stated:%H:%M}"


_WRITERS: dict[Form, Callable[[Node, Any, Style], Any]] = {
    Form.TEXT: _text,
    Form.DECIMAL: _decimal,
    Form.WHOLE: _whole,
    Form.ANSWER: _answer,
    Form.TRUTH: _truth,
    Form.DAY: _day,
    Form.CLOCK: _clock,
    Form.CODE: _code,
    Form.CODES: _codes,
    Form.MAPPED: _mapped,
    Form.PLATE: _plate,
}
