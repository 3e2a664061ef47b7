"""Ordinary office files are kept as they are: whoever cannot send in the plan as it was written, sends in a picture of it."""

from __future__ import annotations

import pytest

from stafettlogg.vault.inspection import look
from tests.vault import ordinary_open_document, ordinary_open_xml
from tests.vault.ordinary_open_xml import Case

CASES = [*ordinary_open_xml.CASES, *ordinary_open_document.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}: {case[0]}")
def test_an_ordinary_file_is_kept_as_it_is(case: Case) -> None:
    _, kind, content = case

    assert look(kind, content) == content
