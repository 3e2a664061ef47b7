"""Whether two names are those of one and the same person, as far as a machine should say so (R28)."""

from __future__ import annotations

import unicodedata

# what no decomposition takes apart
PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ß": "ss", "þ": "th", "ð": "d", "ŋ": "n", "-": " "})


def fit(one: str, other: str) -> bool:
    """Whether the names differ by no more than case, accents, middle names or order."""
    first, second = _parts(one), _parts(other)
    if not (first and second):
        return False
    if sorted(first) == sorted(second):
        return True
    return _ends(first) in _orders(second) or _ends(second) in _orders(first)


def is_respelt(one: str, other: str) -> bool:
    """Whether only case, accents or middle names differ: step by step nobody comes from one name to another by it."""
    first, second = _parts(one), _parts(other)
    return bool(first and second) and _ends(first) == _ends(second)


def _parts(name: str) -> list[str]:
    """The parts of a name, plain; `Lunde, Kari` is Kari Lunde."""
    last, _comma, given = name.partition(",")
    letters = unicodedata.normalize("NFKD", f"{given} {last}".casefold()).translate(PLAIN)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).split()


def _ends(parts: list[str]) -> tuple[str, str]:
    return parts[0], parts[-1]


def _orders(parts: list[str]) -> set[tuple[str, str]]:
    """The first and last name, read from the front, and with the last name first."""
    return {_ends(parts), (parts[1 % len(parts)], parts[0])}
