"""Names of persons and firms: compare, tidy, split and abbreviate them."""

import re
import unicodedata
from dataclasses import dataclass

from app.kernel.given_names import GIVEN_NAMES

_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc\u0060\u00b4\u2032]")
_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?(?![a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
#: Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)

_PARTICLE_WORDS = """
de di da del della dello dei degli delle dal dalla dalle dai la lo li le d san santa van von
der el al
"""
#: Words that belong to the surname that follows them: De Luca, Lo Russo, Dalla Valle.
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_COMPANY_FORMS = re.compile(
    r"\b(srl|srls|spa|snc|sas|sapa|ss|scarl|scrl|scpa|soc|societa|coop|cooperativa|onlus|aps|asd|ets|"
    r"ditta|impresa|azienda|studio|hotel|albergo|ristorante|trattoria|pizzeria|bar|officina|"
    r"autofficina|farmacia|panificio|parrocchia|diocesi|scuola|asilo|associazione|fondazione|"
    r"circolo|consorzio|immobiliare|edile|costruzioni|impianti|termoidraulica|idraulica|"
    r"condominio|cond|supercondominio|comune|provincia|regione|ministero|asl|ausl|ats|istituto|"
    r"universita|ente|agenzia|banca|assicurazioni|gruppo|group|company|ltd|gmbh|inc|"
    r"flli|fratelli|figli|eredi|centro|negozio|palestra|cantina|agriturismo|residence)\b"
)
_BROTHERS = re.compile(r"\bf\.?\s*lli\b")
#: How company forms are written once tidied.
_FORM_SPELLING = {
    "srl": "S.r.l.",
    "srls": "S.r.l.s.",
    "spa": "S.p.A.",
    "snc": "S.n.c.",
    "sas": "S.a.s.",
    "scarl": "S.c.a.r.l.",
    "asl": "ASL",
    "ausl": "AUSL",
    "ats": "ATS",
    "asd": "A.S.D.",
}
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_TITLE = re.compile(
    r"^(?:(?:sig\.?\s*ra|sigg?|signor[ae]?|dott?\.?\s*ssa|dott?|prof\.?\s*ssa|prof|geom|avv|"
    r"spett(?:\.?\s*le)?|egr)(?:\.\s*|\s+)|(?:ing|arch|rag|gent(?:\.?\s*m[oa])?)\.\s*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PersonName:
    """A person's name; the first name is empty when only one word is known."""

    last_name: str
    first_name: str


def fold(text: str) -> str:
    """Return text for comparing and searching: plain lower-case words, one space between.

    Accents and apostrophes disappear (`D'Amicò` and `DAMICO` are equal), acronyms lose their dots
    (`S.r.l.` is `srl`), every other sign separates words.
    """
    lowered = _APOSTROPHES.sub("", text.casefold()).translate(_LETTERS)
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(char for char in decomposed if not unicodedata.combining(char))
        lowered = _APOSTROPHES.sub("", lowered)
    lowered = _ACRONYM.sub(lambda match: match[0].replace(".", ""), lowered)
    return _NOT_WORD.sub(" ", lowered).strip()


def name_key(*parts: str) -> str:
    """Return the same key for the same name in any order: `Rossi Mario`, `MARIO ROSSI`."""
    return " ".join(sorted(fold(" ".join(parts)).split()))


def matches_name(query: str, *parts: str) -> bool:
    """Tell whether each word typed begins a word of the name, in any order."""
    words = fold(" ".join(parts)).split()
    asked = fold(query).split()
    return bool(asked) and all(any(word.startswith(term) for word in words) for term in asked)


def initials(*parts: str) -> str:
    """Return up to two capitals for an avatar: `Rossi`, `Mario` gives `RM`; `?` without letters."""
    words = [word for word in fold(" ".join(parts)).split() if word not in _PARTICLES]
    return "".join(word[0].upper() for word in words[:2]) or "?"


def is_company_name(text: str) -> bool:
    """Tell whether a name looks like that of a firm or body rather than a person's."""
    folded = fold(text)
    if _COMPANY_FORMS.search(folded) or _BROTHERS.search(text.casefold()):
        return True
    return "&" in text


def split_person_name(text: str) -> PersonName:
    """Split a full name in one field into surname and first name.

    Surname first, as Italian lists have it, unless the known given names say otherwise. Particles
    stay with their surname (`DE LUCA ANNA`), titles are dropped (`Sig.ra Bianchi Ada`). A comma
    separates surname and name for certain.
    """
    cleaned = without_title(text)
    before, comma, after = cleaned.partition(",")
    if comma and before.strip() and after.strip():
        return PersonName(tidy_name(before), tidy_name(after))
    words = cleaned.replace(",", " ").split()
    if len(words) < 2:
        return PersonName(tidy_name(cleaned), "")
    cut = _surname_length(words)
    if _starts_with_given_name(words):
        given = 2 if len(words) > 2 and _is_given(words[1]) else 1
        return PersonName(tidy_name(" ".join(words[given:])), tidy_name(" ".join(words[:given])))
    return PersonName(tidy_name(" ".join(words[:cut])), tidy_name(" ".join(words[cut:])))


def without_title(text: str) -> str:
    """Return a name without leading courtesy titles such as `Sig.ra`, `Dott.`, `Spett.le`."""
    previous, current = "", " ".join(text.split())
    while previous != current:
        previous, current = current, _TITLE.sub("", current, count=1)
    return current or " ".join(text.split())


def tidy_name(text: str) -> str:
    """Return a name with sensible capitals; one already in mixed case is left alone."""
    words = " ".join(text.split()).strip(" ,;-")
    if not (words.isupper() or words.islower()):
        return words
    return " ".join(_tidy_word(word) for word in words.split())


def _tidy_word(word: str) -> str:
    lowered = word.lower()
    form = _FORM_SPELLING.get(lowered.replace(".", ""))
    if form:
        return form
    if lowered in ("f.lli", "flli"):
        return "F.lli"
    if _ROMAN.fullmatch(lowered) and len(lowered) > 1:
        return word.upper()
    return re.sub(
        r"(^|[-.\s'\u2019(/])([^\W\d_])",
        lambda m: m[1] + m[2].upper(),
        lowered.replace("\u0130", "i"),
    )


def _surname_length(words: list[str]) -> int:
    """Return how many leading words make the surname, leaving at least one for the name."""
    length = 1
    while length < len(words) - 1 and fold(words[length - 1]) in _PARTICLES:
        length += 1
    while length < len(words) - 1 and not _is_given(words[length]) and _is_given(words[-1]):
        length += 1
    return length


def _starts_with_given_name(words: list[str]) -> bool:
    return _is_given(words[0]) and not any(_is_given(word) for word in words[2:] or words[1:])


def _is_given(word: str) -> bool:
    return fold(word) in GIVEN_NAMES
