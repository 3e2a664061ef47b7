"""Office files that should not be kept are refused, each with the sentence that helps (security.md § 5)."""

from __future__ import annotations

import pytest

from stafettlogg.vault.inspection import SENTENCES, Unacceptable, look
from tests.vault import hostile_open_document, hostile_open_xml, hostile_tables, hostile_words
from tests.vault.hostile_open_xml import Case

CASES = [*hostile_open_xml.CASES, *hostile_words.CASES, *hostile_tables.CASES, *hostile_open_document.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}: {case[0]}")
def test_what_should_not_be_kept_is_refused(case: Case) -> None:
    _, kind, content, code = case

    with pytest.raises(Unacceptable) as caught:
        look(kind, content)

    assert caught.value.code == code


def test_every_reason_has_a_sentence_that_says_what_to_do() -> None:
    assert {code for *_, code in CASES} <= {*SENTENCES}
    for code, sentence in SENTENCES.items():
        assert str(Unacceptable(code)) == str(sentence)
        assert str(sentence).endswith(".")
        assert len(code) <= 20  # as wide as the column
