"""The order of names in Norwegian: æ, ø and å come last, and an accent changes nothing."""

from __future__ import annotations

import unicodedata

LAST = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def order(name: str) -> str:
    """What to sort a name by. Names are sealed and so never sorted by the database."""
    placed = unicodedata.normalize("NFC", name).casefold().translate(LAST)
    return "".join(letter for letter in unicodedata.normalize("NFKD", placed) if not unicodedata.combining(letter))
