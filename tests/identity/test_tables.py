"""Rows out of CSV and XLSX as people's programs save them; whatever is in a file, rows or one clear sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from stafettlogg.core.operation import Refused
from stafettlogg.identity import staff_file, tables, unit_file
from stafettlogg.identity.tables import Column, Row, Table

COLUMNS = (
    Column("name", "Name", frozenset({"namn", "navn"})),
    Column("number", "Number", frozenset({"fødselsnummer", "fnr"}), is_text=True),
    Column("from_date", "From", frozenset({"frå", "fra"}), is_required=False),
)
SET_LIKE_EXCEL = "Navn;Fødselsnummer;Fra\r\nKåre Ås;01010112345;1.8.2026\r\n"
READ = [Row(2, {"name": "Kåre Ås", "number": "01010112345", "from_date": "1.8.2026"})]


def read(content: bytes) -> Table:
    return tables.read(content, len(content), COLUMNS)


def sheet(*rows: tuple[Any, ...]) -> bytes:  # Any: whatever a cell can hold
    """An XLSX file with these rows."""
    book, kept = Workbook(), io.BytesIO()
    page = book.active or book.create_sheet()
    for row in rows:
        page.append(row)
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        SET_LIKE_EXCEL.encode("utf-8"),
        SET_LIKE_EXCEL.encode("utf-8-sig"),
        SET_LIKE_EXCEL.encode("cp1252"),
        SET_LIKE_EXCEL.encode("utf-16"),
        SET_LIKE_EXCEL.replace(";", ",").encode(),
        SET_LIKE_EXCEL.replace(";", "\t").encode(),
        SET_LIKE_EXCEL.replace("\r\n", "\n").encode(),
        ("sep=;\r\n" + SET_LIKE_EXCEL).encode("cp1252"),
        SET_LIKE_EXCEL.replace("Navn", '" NAVN "').encode(),
        SET_LIKE_EXCEL.replace("Kåre Ås", '"Kåre\r\n Ås"').encode(),
    ],
    ids=["utf-8", "with a mark", "cp1252", "utf-16", "comma", "tab", "unix", "sep", "quoted heading", "broken line"],
)
def test_a_csv_file_is_read_however_it_was_saved(content: bytes) -> None:
    assert read(content).rows == READ


def test_a_sheet_is_read_with_its_dates_and_numbers() -> None:
    content = sheet(
        ("Namn", "Fnr", "Frå"), ("Kåre Ås", "01010112345", datetime(2026, 8, 1)), (), ("Liv", 31129912345.0, None)
    )

    assert read(content).rows == [
        Row(2, {"name": "Kåre Ås", "number": "01010112345", "from_date": "2026-08-01"}),
        Row(4, {"name": "Liv", "number": "31129912345", "from_date": ""}),
    ]


def test_a_formula_in_a_sheet_is_seen_as_it_is_written() -> None:
    assert (
        read(sheet(("Namn", "Fnr"), ('=HYPERLINK("https://evil.example")', "1"))).rows[0].cells["name"].startswith("=")
    )


def test_columns_come_in_any_order_and_those_nobody_asked_for_are_named_and_dropped() -> None:
    table = read(b"Lonn;FNR;namn\n500000;1;Liv\n")

    assert table.rows == [Row(2, {"number": "1", "name": "Liv"})]
    assert table.unused == ["Lonn"]


def bomb() -> bytes:
    """A small archive that grows to more than anybody may send."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.LARGEST_UNPACKED + 1))
    return kept.getvalue()


REFUSED = {
    "nothing": (b"", "The file is empty."),
    "blank lines": (b"\n;;\n\n", "The file is empty."),
    "headings alone": (b"Namn;Fnr\n", "has headings and no rows"),
    "a column missing": (b"Namn;Fra\nLiv;1.1.2026\n", "These columns are missing: Number."),
    "no headings": (b"Liv;01010112345\n", "These columns are missing: Name, Number."),
    "a column twice": (b"Namn;Navn;Fnr\nLiv;Liv;1\n", "The column “Name” stands twice."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither CSV nor XLSX"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "the old kind of Excel file"),
    "half an archive": (sheet(("Namn", "Fnr"), ("Liv", "1"))[:900], "cannot be read"),
    "another archive": (b"PK\x03\x04rubbish", "cannot be read"),
    "a bomb": (bomb(), "grows far too large"),
    "too many rows": (b"Namn;Fnr\n" + b"Liv;1\n" * (tables.MOST_ROWS + 1), "more than 10000 rows"),
    "an endless cell": (b'Namn;Fnr\n"' + b"x" * 200_000 + b'";1\n', "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_such_file_gets_one_clear_sentence(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(Refused, match=sentence) as refused:
        read(content)
    assert refused.value.field == "file"


def test_a_file_of_a_hundred_megabytes_is_refused_by_its_size_alone() -> None:
    with pytest.raises(Refused, match="at most 10 MB"):
        tables.read(b"", 100 * 1024 * 1024, COLUMNS)


@given(content=st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_a_file_the_answer_is_rows_or_a_sentence(content: bytes) -> None:
    for made in (content, b"PK\x03\x04" + content, b"Namn;Fnr\n" + content):
        try:
            assert read(made).rows
        except Refused as refused:
            assert refused.field == "file" and str(refused)


GOOD = sheet(("Namn", "Fnr"), ("Kåre Ås", "01010112345"))


@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_a_sheet_with_a_broken_byte_is_rows_or_a_sentence(at: int, byte: int) -> None:
    try:
        read(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])
    except Refused as refused:
        assert refused.field == "file"


@pytest.mark.parametrize("make", [tables.empty_csv, tables.empty_xlsx])
@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.parametrize("columns", [staff_file.COLUMNS, unit_file.COLUMNS])
def test_an_empty_file_to_fill_in_is_read_again_whatever_language_it_was_fetched_in(
    columns: tuple[Column, ...], language: str, make: Callable[..., bytes]
) -> None:
    with translation.override(language):
        content = make(columns)
    with translation.override("en"), pytest.raises(Refused, match="headings and no rows"):
        tables.read(content, len(content), columns)


def test_days_are_days() -> None:
    assert (
        read(sheet(("Namn", "Fnr", "Frå"), ("Liv", "1", date(2026, 8, 1)))).rows[0].cells["from_date"] == "2026-08-01"
    )
