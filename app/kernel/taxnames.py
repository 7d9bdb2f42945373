"""Does a tax code look like that of a person? Only the six letters of the name are compared.

Source: DM 23/12/1976, art. 2 and 3 (letters of the surname and of the name).
"""

from app.kernel.names import fold

_VOWELS = frozenset("aeiou")


def fits_name(tax_code: str, last_name: str, first_name: str) -> bool:
    """Tell whether the first six letters of a 16-character tax code are those of a name.

    Codes of another length, and names not typed yet, fit.
    """
    if len(tax_code) != 16:
        return True
    surname, name = _letters(last_name), _letters(first_name)
    code = tax_code.lower()
    fits_surname = not surname or code[:3] == _three(surname)
    return fits_surname and (not name or code[3:6] == _three(name, is_first=True))


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalpha())


def _three(letters: str, *, is_first: bool = False) -> str:
    consonants = [letter for letter in letters if letter not in _VOWELS]
    if is_first and len(consonants) > 3:
        # A name with four consonants or more gives its first, third and fourth.
        del consonants[1]
    vowels = [letter for letter in letters if letter in _VOWELS]
    return "".join([*consonants, *vowels, "x", "x"])[:3]
