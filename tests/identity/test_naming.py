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
