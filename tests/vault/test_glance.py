"""The look in the request: size, ending and first bytes, and what is said of plain text."""

from __future__ import annotations

import pytest

from stafettlogg.vault.inspection import LARGEST, PAPER, Unacceptable, glance, look
from tests.vault.offices import COMPOUND, docx, jpeg, locked


def refused(name: str, head: bytes, size: int | None = None, allowed: frozenset[str] | None = None) -> str:
    """The code a file is refused with at a glance."""
    with pytest.raises(Unacceptable) as caught:
        glance(name, len(head) if size is None else size, head, *([allowed] if allowed else []))
    return caught.value.code


def test_an_empty_or_too_large_file_is_refused_at_a_glance() -> None:
    assert refused("samtykke.pdf", b"") == "empty"
    assert refused("samtykke.pdf", b"", LARGEST + 1) == "too_large"


def test_an_ending_outside_the_list_is_refused_at_a_glance() -> None:
    assert refused("samtykke.docx", b"PK", allowed=PAPER) == "extension"
    assert refused("plan.docm", docx().whole()) == "extension"


def test_a_file_that_is_not_what_its_name_says_is_refused_at_a_glance() -> None:
    assert refused("samtykke.pdf", jpeg()) == "disagrees"
    assert refused("plan.docx", jpeg()) == "disagrees"


def test_an_office_file_behind_a_password_is_told_as_locked_at_a_glance() -> None:
    for name in ("plan.docx", "tal.xlsx", "lysark.pptx", "plan.odt", "tal.ods"):
        assert refused(name, locked()) == "encrypted"
        assert refused(name, COMPOUND) == "old"


def test_of_a_part_of_an_old_container_only_what_is_certain_is_said() -> None:
    assert refused("plan.docx", locked(), 1_000_000) == "encrypted"
    glance("plan.docx", 1_000_000, COMPOUND)  # the rest is seen when it is looked at whole


@pytest.mark.parametrize("text", ["From: mor\nSubject: tur\n\nHei", '{"a": 1}', "namn;alder\nKari;7\n", "Møte, æøå"])
def test_plain_text_is_plain_text_whatever_it_begins_like(text: str) -> None:
    for encoded in (text.encode(), text.encode("cp1252")):
        glance("brev.txt", len(encoded), encoded)
        assert look("txt", encoded) == encoded


def test_what_is_not_text_is_not_kept_as_text() -> None:
    assert refused("brev.txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>") == "disagrees"
    with pytest.raises(Unacceptable):
        look("txt", b"heilt vanleg tekst\0")
