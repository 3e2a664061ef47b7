"""Zips that two programs could read in two ways, or that grow without end, are refused, and soon."""

from __future__ import annotations

import io
import os
import stat
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from stafettlogg.vault.inspection import Unacceptable, look
from stafettlogg.vault.inspection.office import archive, xml
from tests.vault.offices import OPEN, SPACES, Package, charted, docx, says, written, xlsx, zipped

PNG = b"\x89PNG\r\n\x1a\n"
CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
SOON = 20  # seconds, on a machine that is busy with other tests


def refused(kind: str, content: bytes) -> str:
    """The code a file is refused with."""
    with pytest.raises(Unacceptable) as caught:
        look(kind, content)
    return caught.value.code


def with_member(name: str, content: bytes = b"<x/>", **about: int) -> bytes:
    """A Word document with one more member, about which something is said in the zip's table."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one, inside in docx().members().items():
            made.writestr(one, inside)
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        for attribute, value in about.items():
            setattr(member, attribute, value)
        made.writestr(member, content)
    return out.getvalue()


def changed(content: bytes, signature: bytes, at: int, value: bytes) -> bytes:
    """With bytes of the last head of that kind put in place of others."""
    start = content.rindex(signature) + at
    return content[:start] + value + content[start + len(value) :]


def put_in(content: bytes, hidden: bytes, at: int, *, moves: bool) -> bytes:
    """With bytes put in; the table tells of its own new place, and where the last member `moves`, of that one's."""
    longer = content[:at] + hidden + content[at:]
    for place in (len(longer) - 6, *([longer.rindex(CENTRAL) + 42] if moves else [])):
        (was,) = struct.unpack_from("<L", longer, place)
        longer = longer[:place] + struct.pack("<L", was + len(hidden)) + longer[place + 4 :]
    return longer


@pytest.mark.parametrize(
    "name",
    ["../word/x.xml", "word/../../x.xml", "/word/x.xml", "C:/x.xml", "word\\x.xml", "..", "word/..", "../", "\\\\server\\x.xml"],
)  # fmt: skip
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert refused("docx", with_member(name)) == "broken"


def test_names_with_two_dots_inside_are_fine() -> None:
    content = with_member("word/a..b.xml")
    assert look("docx", content) == content


@pytest.mark.parametrize("head", [CENTRAL, LOCAL])
def test_a_member_with_a_password_is_told_as_locked(head: bytes) -> None:
    content = with_member("word/x.xml")
    at = 8 if head == CENTRAL else 6
    assert refused("docx", changed(content, CENTRAL, 8, b"\x01")) == "encrypted"
    if head == LOCAL:
        both = changed(changed(content, CENTRAL, 8, b"\x01"), head, at, b"\x01")
        assert refused("docx", both) == "encrypted"


def test_two_members_of_one_name_are_refused() -> None:
    assert refused("docx", with_member("WORD/Document.xml")) == "broken"
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_member("word/document.xml")
    assert refused("docx", twice) == "broken"


def test_what_stands_before_or_after_the_zip_is_refused() -> None:
    content = docx().whole()
    for more in (
        b"MZ" + content,
        content + b"<script>",
        content + content,
        b"\0" + content,
        content[:-2] + b"\x08\0" + b"comments",
    ):
        assert refused("docx", more) == "broken"


HIDDEN = zipped({"word/hidden.xml": "<x/>"})


@pytest.mark.parametrize("head", [LOCAL, CENTRAL], ids=["between members", "before the table"])
def test_what_hides_between_members_is_refused(head: bytes) -> None:
    content = with_member("word/x.xml")
    at = content.rindex(head) if head == LOCAL else content.index(head)
    assert refused("docx", put_in(content, HIDDEN, at, moves=head == LOCAL)) == "broken"


def test_what_hides_behind_a_members_own_bytes_is_refused() -> None:
    content = with_member("word/x.xml")
    (size,) = struct.unpack_from("<L", content, content.rindex(CENTRAL) + 20)
    longer = struct.pack("<L", size + len(HIDDEN))
    hidden = put_in(content, HIDDEN, content.index(CENTRAL), moves=False)
    assert refused("docx", changed(changed(hidden, LOCAL, 18, longer), CENTRAL, 20, longer)) == "broken"


def test_a_member_that_lies_in_another_is_refused() -> None:
    inner = zipped({"word/x.xml": "<x/>"})
    record, entry = inner[: inner.index(CENTRAL)], inner[inner.index(CENTRAL) : -22]
    outer = with_member("word/media/a.png", PNG + record, compress_type=zipfile.ZIP_STORED)
    start = outer.rindex(record)
    entry = entry[:42] + struct.pack("<L", start) + entry[46:]
    number, size = struct.unpack_from("<HL", outer, len(outer) - 12)
    end = outer[-22:-14] + struct.pack("<HHL", number + 1, number + 1, size + len(entry)) + outer[-6:]
    assert refused("docx", outer[:-22] + entry + end) == "broken"


def test_a_member_that_calls_itself_two_names_is_refused() -> None:
    assert refused("docx", changed(with_member("word/x.xml"), LOCAL, 30, b"word/y.xml")) == "broken"


@pytest.mark.parametrize("size", [0, 3, 5, 100_000, 0xFFFFFFFF])
def test_a_member_of_another_size_than_it_says_is_refused(size: int) -> None:
    content = changed(with_member("word/x.xml"), CENTRAL, 24, struct.pack("<L", size))
    assert refused("docx", content) in ("broken", "bomb")


@pytest.mark.parametrize("at", [16, 20], ids=["sum", "packed"])
def test_a_member_with_a_wrong_sum_or_length_is_refused(at: int) -> None:
    assert refused("docx", changed(with_member("word/x.xml"), CENTRAL, at, b"\x01\0\0\0")) == "broken"


@pytest.mark.parametrize("what", [stat.S_IFLNK, stat.S_IFBLK, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused_whatever_stands_in_it(what: int) -> None:
    assert refused("docx", with_member("word/x.xml", external_attr=(what | 0o777) << 16)) == "broken"
    ordinary = with_member("word/x.xml", external_attr=(stat.S_IFREG | 0o644) << 16)
    assert look("docx", ordinary) == ordinary


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 9, 99])
def test_a_way_of_packing_that_no_office_program_uses_is_refused(way: int) -> None:
    said = struct.pack("<H", way)
    assert refused("docx", changed(changed(with_member("word/x.xml"), CENTRAL, 10, said), LOCAL, 8, said)) == "broken"


def test_a_folder_of_its_own_is_fine() -> None:
    content = with_member("word/media/", b"")
    assert look("docx", content) == content


def test_a_zip_written_in_one_go_is_fine() -> None:
    """The sizes then come after each member (APPNOTE § 4.3.9), as LibreOffice writes them."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, inside in docx().members().items():
            made.writestr(name, inside)
    assert look("docx", out.getvalue()) == out.getvalue()


# --- growing, and taking time -------------------------------------------------------------------------------------


def padded(package: Package) -> bytes:
    """With a picture that cannot be packed, so that the whole does not look as if it grew."""
    folder = package.main.partition("/")[0]
    return package.part(f"{folder}/media/a.png", PNG + os.urandom(400_000)).whole()


def many(number: int, content: bytes = b"") -> bytes:
    """A document with so many members."""
    return zipped({**docx().members(), **{f"word/{one}.xml": content for one in range(number)}})


def six_books() -> bytes:
    """A document with six charts, whose workbooks together are too much."""
    document, inner = docx(), padded(xlsx().part("xl/media/b.png", PNG + b"\0" * 49_000_000))
    for number in range(6):
        chart = f"word/charts/chart{number}.xml"
        document.part(chart, "<x/>", f"{OPEN}drawingml.chart+xml")
        document.part(f"word/embeddings/{number}.xlsx", inner, f"{OPEN}spreadsheetml.sheet")
        document.relate("package", f"../embeddings/{number}.xlsx", of=chart)
    return document.whole()


def two_books() -> bytes:
    """A document with two charts, whose workbooks together have too many members."""
    inner = xlsx()
    for number in range(archive.MOST_MEMBERS // 2):
        inner.part(f"xl/{number}.xml", "<x/>")
    document, book = docx(), inner.whole()
    for number in range(2):
        chart = f"word/charts/chart{number}.xml"
        document.part(chart, "<x/>", f"{OPEN}drawingml.chart+xml")
        document.part(f"word/embeddings/{number}.xlsx", book, f"{OPEN}spreadsheetml.sheet")
        document.relate("package", f"../embeddings/{number}.xlsx", of=chart)
    return document.whole()


def sheet(formula: str) -> Package:
    """A workbook with one cell that computes this."""
    return xlsx(f"<c><f>{formula}</f></c>")


BEGUN = "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>IF </w:instrText></w:r>"
HEAVY: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "grows": ("docx", lambda: docx().part("word/media/big.png", b"\0" * 60_000_000).whole(), "bomb"),
    "claims to grow": (
        "docx",
        lambda: changed(with_member("word/x.xml"), CENTRAL, 24, struct.pack("<L", 1_000_000_000)),
        "bomb",
    ),
    "a hundred thousand members": ("docx", lambda: many(100_000), "bomb"),
    "one member too many": ("docx", lambda: many(archive.MOST_MEMBERS, b"<x/>"), "bomb"),
    "workbooks that grow together": ("docx", six_books, "bomb"),
    "workbooks with many members together": ("docx", two_books, "bomb"),
    "nested a million deep": ("docx", lambda: padded(docx("<w:p>" * 1_000_000)), "broken"),
    "fields in fields": ("docx", lambda: padded(docx(BEGUN * 200_000 + "<w:altChunk/>")), "foreign"),
    "a field in a million pieces": ("docx", lambda: padded(docx(written(says("x") * 1_000_000))), "field"),
    "blanks without end": ("docx", lambda: padded(docx(written(says(" " * 5_000_000 + "DDE")))), "field"),
    "names without end": (
        "docx",
        lambda: padded(docx("".join(f"<n{number}/>" for number in range(500_000)) + "<w:altChunk/>")),
        "foreign",
    ),
    "a long name in a formula": ("xlsx", lambda: padded(sheet("a." * 30_000 + " DDE(")), "field"),
    "quotes without end": ("xlsx", lambda: padded(sheet("'" * 20_001 + "]}" * 20_000 + "|")), "field"),
    "parentheses without end": ("xlsx", lambda: padded(sheet("a(" * 30_000 + "DDE(")), "field"),
    "formulas in formulas": ("xlsx", lambda: padded(sheet("<f>" * 900 + "1" * 500_000 + "</f>" * 900 + "|")), "broken"),
}


@pytest.mark.parametrize("what", HEAVY)
def test_what_is_made_to_take_all_there_is_is_refused_soon(what: str) -> None:
    kind, made, code = HEAVY[what]
    content = made()
    begun = time.process_time()

    assert refused(kind, content) == code

    assert time.process_time() - begun < SOON


def test_what_is_no_zip_inside_a_document_is_refused() -> None:
    assert refused("docx", charted(docx(), b"no zip at all").whole()) == "broken"


def test_padding_and_capitals_hide_nothing() -> None:
    relations = docx().relate("attachedTemplate", "http://localhost/t", external=True).members()
    (name,) = [name for name in relations if name.endswith("document.xml.rels")]
    told = str(relations[name])
    padded = told.replace("<Relationship ", f"<!--{os.urandom(800_000).hex()}--><Relationship ", 1)
    for instead in (
        {**relations, name: padded},
        {**{one: inside for one, inside in relations.items() if one != name}, name.upper(): told},
        {**relations, name: told.encode("utf-16")},
        {**relations, name: told.replace('"', "'")},
        {**relations, name: told.replace("TargetMode=", "TargetMode\n= ")},
        {**relations, name: told.replace("External", "&#69;xternal")},
        {**relations, name: told.replace("<Relationship ", '<q:Relationship xmlns:q="urn:q" ')},
    ):
        assert refused("docx", zipped(instead)) == "template"


def test_xml_is_as_deep_as_people_write_and_no_deeper() -> None:
    deep = xml.DEEPEST - 3
    assert look("docx", docx("<w:p>" * deep + "</w:p>" * deep).whole())
    assert refused("docx", docx("<w:p>" * (deep + 2) + "</w:p>" * (deep + 2)).whole()) == "broken"


@pytest.mark.parametrize(
    "said",
    [
        f"<x {SPACES}>",
        "",
        "<x/><x/>",
        "<x>&a;</x>",
        "<x>\0</x>",
        '<?xml version="1.0" encoding="utf-32"?><x/>',
        '<?xml version="1.0" encoding="koi8-r"?><x/>',
    ],
)
def test_what_is_not_xml_is_refused(said: str) -> None:
    assert refused("docx", docx().part("word/x.xml", said).whole()) == "broken"
