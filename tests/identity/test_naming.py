"""Whether two names are one person's, as far as a machine says so (R28)."""

from __future__ import annotations

import pytest

from stafettlogg.identity import naming


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("Kari Lunde", "Kari Lunde"),
        ("kari  LUNDE", "Kari Lunde"),
        ("Kari Lunde", "Kari Maria Lunde"),
        ("Kari Anne Lunde", "Kari Maria Lunde"),
        ("Lunde Kari", "Kari Lunde"),
        ("Lunde, Kari Maria", "Kari Lunde"),
        ("Lunde Kari Maria", "Kari Lunde"),
        ("Lunde Kari", "Kari Maria Lunde"),
        ("Bjorn Fjaell", "Bjørn Fjæll"),
        ("Zoe Ås", "Zoë As"),
        ("Anne-Lise Moe", "Anne Lise Moe"),
        ("Madonna", "madonna"),
    ],
)
def test_r28_case_accents_middle_names_and_order_are_no_difference(typed: str, registered: str) -> None:
    assert naming.fit(typed, registered)
    assert naming.fit(registered, typed)


@pytest.mark.parametrize(
    ("told", "before", "is_so"),
    [
        ("Kari Maria LUNDE", "Kari Lunde", True),
        ("Bjorn Fjaell", "Bjørn Fjæll", True),
        ("Lunde, Kari", "Kari Lunde", True),
        ("Kari Moe", "Kari Lunde", False),
        ("Lunde Kari", "Kari Lunde", False),
        ("Maria Lunde", "Kari Maria Lunde", False),
        ("", "Kari Lunde", False),
    ],
)
def test_r28_another_spelling_has_the_same_first_and_last_name(told: str, before: str, is_so: bool) -> None:
    assert naming.is_respelt(told, before) is is_so


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("Anne Fjell", "Anna Fjell"),
        ("Kari Lunde", "Kari Moe"),
        ("Kari Maria", "Kari Maria Lunde"),
        ("Kari", "Kari Lunde"),
        ("Lunde", "Kari Lunde"),
        ("Maria Lunde", "Kari Maria Lunde"),
        ("Per Olsen", "Ola Persen"),
        ("", "Kari Lunde"),
        (",", "Kari Lunde"),
        ("Kari Lunde", ""),
    ],
)
def test_r28_anything_more_is(typed: str, registered: str) -> None:
    assert not naming.fit(typed, registered)
    assert not naming.fit(registered, typed)
