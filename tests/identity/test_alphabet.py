"""Names stand in the order people look for them."""

from __future__ import annotations

from stafettlogg.identity.alphabet import order


def test_names_are_in_norwegian_order() -> None:
    names = ["Åse", "aud", "Øyvind", "Zara", "Ægir", "Östen", "Éva", "Eva Lie", "Eli", "ÅGOT"]

    assert sorted(names, key=order) == [
        "aud", "Eli", "Éva", "Eva Lie", "Zara", "Ægir", "Östen", "Øyvind", "ÅGOT", "Åse",
    ]  # fmt: skip


def test_a_letter_written_in_two_parts_is_the_same_letter() -> None:
    assert order("A\u030ase") == order("Åse")
