"""Rows out of a spreadsheet, as people's programs save them (CSV or XLSX), and empty ones to fill in.

The file is read in memory and never kept. Whatever is in it, the answer is rows or one clear sentence.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from xml.etree.ElementTree import ParseError

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from stafettlogg.core.operation import Refused

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
SEPARATORS = ";,\t"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# what zipfile, zlib and openpyxl raise at a file that is broken or meant to break them
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OSError, EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a file tells about each row: our name for it, what it is called in an empty file, and what else may stand there."""

    key: str
    label: str | Promise
    names: frozenset[str]
    is_required: bool = True
    is_text: bool = False  # a number that a spreadsheet must leave alone


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row, by the column's key; `line` is the number the spreadsheet shows."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and the headings nobody asked for."""

    rows: list[Row]
    unused: list[str] = field(default_factory=list)


def read(content: bytes, size: int, columns: Iterable[Column]) -> Table:
    """The rows of a CSV or XLSX file; raises `Refused` on the field `file` with one sentence."""
    if size > LARGEST:
        raise _refused(_("The file is too large. It can be at most 10 MB."))
    lines = _spreadsheet(content) if content.startswith(ZIP) else _text(content)
    try:
        return _table(lines, list(columns))
    except UNREADABLE:
        raise _unreadable() from None


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")


def _unreadable() -> Refused:
    return _refused(_("The file cannot be read. Save it once more as XLSX or CSV, and choose that one."))


Line = list[str]


def _table(lines: Iterator[Line], columns: list[Column]) -> Table:
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if any(line))
    number, heading = next(numbered, (0, []))
    if not number:
        raise _refused(_("The file is empty."))
    keys, unused = _keys(heading, columns)
    rows = []
    for number, line in islice(numbered, MOST_ROWS + 1):
        cells = {key: text for key, text in zip(keys, line, strict=False) if key}
        rows.append(Row(number, {key: cells.get(key, "") for key in keys if key}))
    if not rows:
        raise _refused(_("The file has headings and no rows."))
    if len(rows) > MOST_ROWS:
        raise _refused(_("The file has more than %(most)d rows. Split it in two.") % {"most": MOST_ROWS})
    return Table(rows, unused)


def _keys(heading: Line, columns: list[Column]) -> tuple[list[str], list[str]]:
    """Which column each heading is, empty where it is none of ours; raises `Refused` where one is missing or stands twice."""
    known = {name: column.key for column in columns for name in (*column.names, _folded(str(column.label)))}
    keys = [known.get(_folded(name), "") for name in heading]
    for column in columns:
        if keys.count(column.key) > 1:
            raise _refused(_("The column “%(name)s” stands twice.") % {"name": column.label})
    missing = [str(column.label) for column in columns if column.is_required and column.key not in keys]
    if missing:
        raise _refused(
            _("These columns are missing: %(missing)s. The first row of the file must have the headings.")
            % {"missing": ", ".join(missing)}
        )
    return keys, [name[:40] for name, key in zip(heading, keys, strict=True) if name and not key]


def _folded(name: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())


# --- the two kinds of file ------------------------------------------------------------------------------------------


def _text(content: bytes) -> Iterator[Line]:
    if content.startswith(OLD_EXCEL):
        raise _refused(_("This is the old kind of Excel file. Save it as XLSX, and choose that one."))
    text = _decoded(content)
    first, _rest, _more = text.partition("\n")
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[-1], _more
    else:
        separator = max(SEPARATORS, key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [" ".join(cell.split()) for cell in line[:MOST_COLUMNS]]
    except csv.Error:
        raise _unreadable() from None


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise _refused(_("This is neither CSV nor XLSX."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _spreadsheet(content: bytes) -> Iterator[Line]:
    """The first sheet, row by row. A formula is given as it is written, so that it is seen and refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
                raise _refused(
                    _("The file grows far too large when it is opened. Save it as CSV, and choose that one.")
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and styles, which are not read
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for line in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
                yield [_cell(value) for value in line]
    except UNREADABLE:
        raise _unreadable() from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


# --- empty files to fill in -----------------------------------------------------------------------------------------


def empty_csv(columns: Iterable[Column]) -> bytes:
    """Headings alone, as spreadsheets here open them: UTF-8 with a mark, and semicolons."""
    return ("\ufeff" + ";".join(str(column.label) for column in columns) + "\r\n").encode()


def empty_xlsx(columns: Iterable[Column]) -> bytes:
    """Headings alone; numbers stand as text, so that no zero in front is lost and nothing is rounded."""
    book, kept = Workbook(), io.BytesIO()
    sheet = book.active or book.create_sheet()
    for place, column in enumerate(columns, start=1):
        sheet.cell(1, place, str(column.label)).font = Font(bold=True)
        whole = sheet.column_dimensions[get_column_letter(place)]
        whole.width = max(14, len(str(column.label)) + 4)
        if column.is_text:
            whole.number_format = "@"
    sheet.freeze_panes = "A2"
    book.save(kept)
    return kept.getvalue()
