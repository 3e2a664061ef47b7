"""Every kind of file that people upload, and what we do about it (security.md § 5)."""

from __future__ import annotations

import io
import socket
import struct
import tempfile
import threading
import zipfile
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


def test_a_locked_pdf_is_refused() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused("pdf", out.getvalue()) == "encrypted"


def test_a_file_that_is_two_formats_at_once_is_refused() -> None:
    assert refused("pdf", b"GIF89a" + pdf()) == "disagrees"


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


def test_a_word_document_is_kept_as_it_is() -> None:
    content = office({})
    assert look("docx", content) == content


def test_a_renamed_document_with_macros_is_refused() -> None:
    assert refused("docx", office({"word/vbaProject.bin": b"x"})) == "macro"


def test_a_document_that_fetches_its_template_is_refused() -> None:
    relation = b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://localhost/t" TargetMode="External"/></Relationships>'
    assert refused("docx", office({"word/_rels/settings.xml.rels": relation})) == "external"


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
                connection.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0")

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
