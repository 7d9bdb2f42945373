"""The one way elements are written: with text, or not at all."""

from typing import Any, TypeAlias

from lxml import etree

#: An element of lxml, which has no types.
Element: TypeAlias = Any


def child(parent: Element, name: str) -> Element:
    """Add an element that holds others."""
    return etree.SubElement(parent, name)


def put(parent: Element, name: str, text: str) -> None:
    """Add an element with text; an empty one is left out."""
    if text:
        etree.SubElement(parent, name).text = text
