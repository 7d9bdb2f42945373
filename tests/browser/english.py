"""Finds what is not Italian in a text that an Italian reader sees."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

#: Words that no Italian sentence of ours holds. "file", "no", "email" and the like are Italian now.
_WORDS = re.compile(
    r"""\b(?:
    the|and|with|from|this|that|these|your|you|are|was|were|have|has|been|not|only|when|which
    |save|search|add|show|delete|edit|new|cancel|back|next|previous|close|open|yes|choose|select
    |nothing|found|first|last|name|user|sign|required|field|invalid|value|week|month|today|tomorrow
    |yesterday|other|any|every|here|there|customer|device|call|report|sent|send|draft|waiting
    |warning|success|missing|unknown|building|owner|company|public|body|phone|street|active
    |archived|boiler|heating|planned|confirmed|completed|cancelled|pending|done|failed|queued
    |normal|urgent|plannable|must|cannot|should|could|would
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@cache
def _sources():
    """Return the English sentences whose Italian is another one."""
    with Path("translations/it/LC_MESSAGES/messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale="it")
    pairs = [(m.id, m.string) for m in catalogue if isinstance(m.id, str) and m.id]
    return {source for source, text in pairs if source != text} - {text for _s, text in pairs}


def english_in(lines):
    """Return the lines that are, or hold, English."""
    shown = {one.strip() for one in lines} - {""}
    return sorted(line for line in shown if line in _sources() or _WORDS.search(line))
