"""Every kind of file that people upload, and what we do about it (security.md § 5)."""

from __future__ import annotations

import io
import os
import socket
import struct
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from stafettlogg.vault import inspection
from stafettlogg.vault.inspection import ScannerDown, Unacceptable, glance, inspect, look

DOCX = inspection.OFFICE["docx"]


def pdf(**extra: pikepdf.Object) -> bytes:
    """A PDF of one page, with something in its catalogue."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    for name, value in extra.items():
        document.Root[f"/{name}"] = document.make_indirect(value)
    document.save(out)
    return out.getvalue()


def office(members: dict[str, bytes]) -> bytes:
    """A Word document with these members beside its description."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        described = f'<Types><Override ContentType="{DOCX}.main+xml"/></Types>'.encode()
        for name, content in {"[Content_Types].xml": described, "word/document.xml": b"<w/>"}.items() | members.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(one: str) -> dict[str, bytes]:
    """The part of a Word document that says where it points."""
    return {"word/_rels/settings.xml.rels": f"<Relationships>{one}</Relationships>".encode()}


def open_document(content: str, manifest: str = "<manifest/>") -> bytes:
    """A LibreOffice text with this in it."""
    out = io.BytesIO()
    spaces = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:d" xmlns:text="urn:t" xmlns:script="urn:s"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", inspection.OFFICE["odt"], zipfile.ZIP_STORED)
        archive.writestr("content.xml", f"<document {spaces}>{content}</document>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def photo(kind: str = "JPEG") -> bytes:
    """A picture that tells where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "bilete av uro"
    exif.get_ifd(0x8825)[2] = (60.0, 5.0, 1.0)
    Image.new("RGB", (40, 30), "white").save(out, kind, exif=exif)
    return out.getvalue()


def refused(kind: str, content: bytes) -> str:
    """The code a file is refused with."""
    with pytest.raises(Unacceptable) as caught:
        look(kind, content)
    return caught.value.code


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    content = pdf()
    assert inspect("samtykke.pdf", content, inspection.PAPER).content == content


def test_an_empty_or_too_large_file_is_refused_at_a_glance() -> None:
    for size, code in ((0, "empty"), (inspection.LARGEST + 1, "too_large")):
        with pytest.raises(Unacceptable) as caught:
            glance("samtykke.pdf", size, b"")
        assert caught.value.code == code


def test_an_ending_outside_the_list_is_refused_at_a_glance() -> None:
    with pytest.raises(Unacceptable) as caught:
        glance("samtykke.docx", 10, b"PK", inspection.PAPER)
    assert caught.value.code == "extension"


def test_a_file_that_is_not_what_its_name_says_is_refused_at_a_glance() -> None:
    with pytest.raises(Unacceptable) as caught:
        glance("samtykke.pdf", 100, photo()[:8192])
    assert caught.value.code == "disagrees"


def test_a_pdf_with_a_program_is_refused() -> None:
    assert (
        refused("pdf", pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")))
        == "javascript"
    )


def test_a_pdf_that_launches_something_is_refused() -> None:
    assert refused("pdf", pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="x"))) == "javascript"


def test_a_pdf_with_files_inside_is_refused() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.attachments["hemmeleg.txt"] = b"x"
    document.save(out)
    assert refused("pdf", out.getvalue()) == "embedded"


def test_a_file_pinned_to_a_page_is_refused_also_when_nothing_says_what_it_is() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page()
    inside = document.make_indirect(pikepdf.Stream(document, b"x"))
    pinned = pikepdf.Dictionary(EF=pikepdf.Dictionary(F=inside), F="x")
    page.obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name("/FileAttachment"), FS=pinned)])
    document.save(out)
    assert refused("pdf", out.getvalue()) == "embedded"


def test_a_pdf_form_that_is_a_program_is_refused() -> None:
    assert refused("pdf", pdf(AcroForm=pikepdf.Dictionary(XFA="x"))) == "javascript"


@pytest.mark.parametrize("kind", ["/URI", "/GoToR"])
def test_a_pdf_that_goes_elsewhere_by_itself_is_refused(kind: str) -> None:
    def leaving() -> pikepdf.Dictionary:
        return pikepdf.Dictionary(S=pikepdf.Name(kind), URI="http://localhost/", F="x.pdf")

    turning = pikepdf.Dictionary(S=pikepdf.Name("/Named"), Next=pikepdf.Array([leaving()]))
    assert refused("pdf", pdf(OpenAction=leaving())) == "javascript"
    assert refused("pdf", pdf(AA=pikepdf.Dictionary(WC=leaving()))) == "javascript"
    assert refused("pdf", pdf(OpenAction=turning)) == "javascript"


def test_a_pdf_that_opens_at_a_page_or_has_a_link_is_fine() -> None:
    turning = pikepdf.Dictionary(S=pikepdf.Name("/Named"), N=pikepdf.Name("/LastPage"))
    link = pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI="https://localhost/")
    for content in (pdf(OpenAction=turning), pdf(Link=pikepdf.Dictionary(A=link))):
        assert look("pdf", content) == content


def test_a_locked_pdf_is_refused() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused("pdf", out.getvalue()) == "encrypted"


def test_a_file_that_is_two_formats_at_once_is_refused() -> None:
    assert refused("pdf", b"GIF89a" + pdf()) == "disagrees"
    assert refused("pdf", pdf() + office({})) == "disagrees"


def test_a_broken_file_is_refused_and_not_an_error() -> None:
    for kind, content in (("pdf", b"%PDF-1.7 broken"), ("png", b"\x89PNG broken"), ("docx", b"PK broken")):
        assert refused(kind, content) == "broken"


@pytest.mark.parametrize(("name", "kind"), [("bilete.jpg", "JPEG"), ("bilete.png", "PNG")])
def test_a_picture_is_drawn_anew_without_where_it_was_taken(name: str, kind: str) -> None:
    before = photo(kind)
    assert b"bilete av uro" in before
    after = inspect(name, before, inspection.PAPER).content
    assert b"bilete av uro" not in after
    with Image.open(io.BytesIO(after)) as image:
        assert image.size == (40, 30)
        assert dict(image.getexif()) == {}


def test_what_is_hidden_behind_a_picture_is_gone() -> None:
    assert b"<script>" not in look("png", photo("PNG") + b"<script>alert(1)</script>")


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MOST_PIXELS", 1000)
    assert refused("png", photo("PNG")) == "pixels"


def test_a_picture_that_claims_more_pixels_than_anything_can_draw_is_refused_with_the_same_words() -> None:
    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    head = part(b"IHDR", struct.pack("!LLBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    assert refused("png", b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", b"") + part(b"IEND", b"")) == "pixels"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_pictures_of_every_depth_are_drawn(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    with Image.open(io.BytesIO(look("png", out.getvalue()))) as image:
        assert image.size == (8, 8)


@pytest.mark.parametrize("text", ["From: mor\nSubject: tur\n\nHei", '{"a": 1}', "namn;alder\nKari;7\n", "Møte, æøå"])
def test_plain_text_is_plain_text_whatever_it_begins_like(text: str) -> None:
    for encoded in (text.encode(), text.encode("cp1252")):
        glance("brev.txt", len(encoded), encoded)


def test_a_page_for_browsers_is_not_plain_text() -> None:
    with pytest.raises(Unacceptable) as caught:
        glance("brev.txt", 60, b"<!DOCTYPE html><html><script>alert(1)</script></html>")
    assert caught.value.code == "disagrees"


def test_a_look_that_never_ends_is_refused_and_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "SECONDS", 0)
    with pytest.raises(Unacceptable) as caught:
        inspect("bilete.png", photo("PNG"), inspection.PAPER)
    assert caught.value.code == "broken"


def test_a_word_document_is_kept_as_it_is() -> None:
    content = office({})
    assert look("docx", content) == content


def test_a_renamed_document_with_macros_is_refused() -> None:
    assert refused("docx", office({"word/vbaProject.bin": b"x"})) == "macro"


def test_a_document_that_fetches_its_template_is_refused() -> None:
    relation = b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://localhost/t" TargetMode="External"/></Relationships>'
    assert refused("docx", office({"word/_rels/settings.xml.rels": relation})) == "external"


TEMPLATE = '<Relationship Type="x/attachedTemplate" Target="http://localhost/t" TargetMode="External"/>'


@pytest.mark.parametrize(
    "written",
    [
        TEMPLATE.replace('"', "'"),
        TEMPLATE.replace("TargetMode=", "TargetMode = "),
        TEMPLATE.replace("Relationship Type", "Relationship\nType"),
        TEMPLATE.replace("External", "&#69;xternal"),
        TEMPLATE.replace("<Relationship ", '<r:Relationship xmlns:r="urn:r" '),
        TEMPLATE.replace("localhost/t", "localhost/hyperlink"),
    ],
)
def test_however_it_is_written_a_document_that_fetches_is_refused(written: str) -> None:
    assert refused("docx", office(relations(written))) == "external"


def test_a_pointer_cannot_hide_behind_padding_capitals_or_an_encoding() -> None:
    (name, plain), *_ = relations(TEMPLATE).items()
    padded = plain.replace(b"<Relationship ", b"<!--" + os.urandom(800_000).hex().encode() + b"--><Relationship ", 1)
    for members in (
        {name: padded},
        {name.upper(): plain},
        {name: plain.decode().encode("utf-16")},
    ):
        assert refused("docx", office(members)) == "external"


def test_two_parts_of_one_name_are_refused() -> None:
    assert refused("docx", office({**relations(TEMPLATE), "WORD/_rels/settings.xml.rels": b"<a/>"})) == "broken"


def test_a_description_that_declares_entities_is_refused() -> None:
    explosive = b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><r>&c;</r>'
    assert refused("docx", office({"word/_rels/document.xml.rels": explosive})) == "broken"


def test_a_document_whose_description_tells_of_macros_is_refused() -> None:
    described = (
        f'<Types><Default ContentType="{DOCX}.main+xml"/><Override ContentType="x.macro&#69;nabled+xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", described)
    assert refused("docx", out.getvalue()) == "macro"


def test_a_workbook_that_was_printed_once_is_fine() -> None:
    out, described = io.BytesIO(), f'<Types><Override ContentType="{inspection.OFFICE["xlsx"]}.main+xml"/></Types>'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", described)
        archive.writestr("xl/printerSettings/printerSettings1.bin", b"x")
    assert look("xlsx", out.getvalue()) == out.getvalue()


def test_an_open_document_with_its_own_pictures_and_links_is_kept_as_it_is() -> None:
    content = open_document(
        '<draw:image xlink:href="Pictures/1.png"/><draw:object xlink:href="./Object 1"/>'
        '<text:a xlink:href="https://localhost/"/><text:section-source xlink:href="#Del|region"/>'
    )
    assert look("odt", content) == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<draw:image xlink:href="http://localhost/p.png"/>', "external"),
        ('<draw:image xlink:href="//localhost/p.png"/>', "external"),
        ('<draw:image xlink:href="../../p.png"/>', "external"),
        ('<text:dde-source xlink:href=""/>', "external"),
        ('<script:event-listener xlink:href="x"/>', "macro"),
        ('<text:a xlink:href="vnd.sun.star.script:x"/>', "macro"),
    ],
)
def test_an_open_document_that_fetches_or_runs_something_is_refused(content: str, code: str) -> None:
    assert refused("odt", open_document(content)) == code


def test_a_locked_open_document_is_refused() -> None:
    locked = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert refused("odt", open_document("", locked)) == "encrypted"


def test_an_open_document_of_another_kind_is_refused() -> None:
    assert refused("ods", open_document("")) == "disagrees"


def test_a_link_in_a_document_is_fine() -> None:
    relation = b'<Relationships><Relationship Type="x/hyperlink" Target="http://localhost/" TargetMode="External"/></Relationships>'
    content = office({"word/_rels/document.xml.rels": relation})
    assert look("docx", content) == content


def test_a_document_that_grows_without_end_is_refused() -> None:
    assert refused("docx", office({"word/media/big": b"\0" * 60_000_000})) == "bomb"


def test_every_code_has_a_sentence_that_says_what_to_do() -> None:
    for code, sentence in inspection.SENTENCES.items():
        assert str(Unacceptable(code)) == str(sentence)
        assert str(sentence).endswith(".")


# --- ClamAV: a daemon on a socket of our own that speaks the real protocol ----------------------------------------


@pytest.fixture
def clamav(settings: Settings) -> Iterator[list[bytes]]:
    """A daemon that finds a virus in whatever holds EICAR; what it was sent stands in the list."""
    received: list[bytes] = []
    path = Path(tempfile.mkdtemp()) / "clamd"
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    door.listen()

    def answer() -> None:
        while True:
            try:
                connection, _ = door.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(length)
                received.append(content)
                for piece in (b"stream: ", b"Eicar FOUND\0" if b"EICAR" in content else b"OK\0"):
                    connection.sendall(piece)
                    time.sleep(0.02)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    settings.CLAMAV = path
    yield received
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join(5)


def test_a_scanned_file_reaches_clamav_whole(clamav: list[bytes]) -> None:
    content = b"x" * 150_000
    inspection.scan(content)
    assert clamav == [content]


def test_an_infected_file_is_refused(clamav: list[bytes]) -> None:
    with pytest.raises(Unacceptable) as caught:
        inspect("brev.txt", b"EICAR, og litt tekst")
    assert caught.value.code == "virus"


def test_a_scanner_that_is_down_means_waiting_never_open(settings: Settings) -> None:
    settings.CLAMAV = Path("/nonexistent/clamd")
    with pytest.raises(ScannerDown):
        inspect("brev.txt", b"heilt vanleg tekst")
