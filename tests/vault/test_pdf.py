"""PDFs that act, fetch or carry other files are refused; the rest are kept as they are."""

from __future__ import annotations

import io

import pikepdf
import pytest

from stafettlogg.vault.inspection import PAPER, Unacceptable, inspect, look
from tests.vault.offices import docx

Name = pikepdf.Name


def pdf(**extra: pikepdf.Object) -> bytes:
    """A PDF of one page, with something in its catalogue."""
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in extra.items():
        document.Root[f"/{name}"] = document.make_indirect(value)
    return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """The file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def streamed(**about: pikepdf.Object | str) -> bytes:
    """A PDF with a stream that something is said about."""
    document = pikepdf.new()
    document.add_blank_page()
    stream = document.make_stream(b"x")
    for name, value in about.items():
        stream[f"/{name}"] = value
    document.Root["/Extra"] = stream
    return saved(document)


def refused(content: bytes) -> str:
    """The code a PDF is refused with."""
    with pytest.raises(Unacceptable) as caught:
        look("pdf", content)
    return caught.value.code


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    content = pdf()
    assert inspect("samtykke.pdf", content, PAPER).content == content


def test_a_pdf_with_a_program_is_refused() -> None:
    assert refused(pdf(OpenAction=pikepdf.Dictionary(S=Name("/JavaScript"), JS="app.alert(1)"))) == "javascript"
    assert refused(pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary()))) == "javascript"


@pytest.mark.parametrize("kind", ["/Launch", "/SubmitForm", "/ImportData", "/GoToE"])
def test_a_pdf_that_starts_or_sends_something_is_refused_also_when_it_must_be_pressed(kind: str) -> None:
    acting = pikepdf.Dictionary(S=Name(kind), F="x")
    assert refused(pdf(OpenAction=acting)) == "javascript"
    assert refused(pdf(Link=pikepdf.Dictionary(A=pikepdf.Dictionary(S=Name(kind), F="x")))) == "javascript"


def test_a_pdf_with_files_inside_is_refused() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["hemmeleg.txt"] = b"x"
    assert refused(saved(document)) == "embedded"


def test_a_file_pinned_to_a_page_is_refused_also_when_nothing_says_what_it_is() -> None:
    document = pikepdf.new()
    page = document.add_blank_page()
    inside = document.make_indirect(pikepdf.Stream(document, b"x"))
    pinned = pikepdf.Dictionary(EF=pikepdf.Dictionary(F=inside), F="x")
    page.obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(Subtype=Name("/FileAttachment"), FS=pinned)])
    assert refused(saved(document)) == "embedded"


@pytest.mark.parametrize(
    "about",
    [
        {"F": "x.bin"},
        {"F": pikepdf.Dictionary(F="x.bin")},
        {"F": pikepdf.Dictionary(FS=Name("/URL"), F="http://localhost/x"), "FFilter": Name("/FlateDecode")},
        {"Type": Name("/XObject"), "Subtype": Name("/Image"), "F": "p.jpg"},
        {"Type": Name("/XObject"), "Subtype": Name("/Form"), "Ref": pikepdf.Dictionary(F="x.pdf", Page=0)},
        {"Type": Name("/XObject"), "Subtype": Name("/Image"), "OPI": pikepdf.Dictionary()},
    ],
)
def test_a_stream_that_lies_in_another_file_is_refused(about: dict[str, pikepdf.Object | str]) -> None:
    assert refused(streamed(**about)) == "fetches"


def test_a_stream_of_its_own_is_fine() -> None:
    content = streamed(Type=Name("/XObject"), Subtype=Name("/Image"))
    assert look("pdf", content) == content


def test_what_a_note_on_a_page_is_shown_as_is_no_file() -> None:
    document = pikepdf.new()
    page = document.add_blank_page()
    note = pikepdf.Dictionary(Type=Name("/Annot"), Subtype=Name("/Text"), Rect=[0, 0, 9, 9], F=4, Contents="Hei")
    page.obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])
    content = saved(document)
    assert look("pdf", content) == content


def test_a_pdf_form_that_is_a_program_is_refused() -> None:
    assert refused(pdf(AcroForm=pikepdf.Dictionary(XFA="x"))) == "javascript"


@pytest.mark.parametrize("kind", ["/URI", "/GoToR"])
def test_a_pdf_that_goes_elsewhere_by_itself_is_refused(kind: str) -> None:
    def leaving() -> pikepdf.Dictionary:
        return pikepdf.Dictionary(S=Name(kind), URI="http://localhost/", F="x.pdf")

    turning = pikepdf.Dictionary(S=Name("/Named"), Next=pikepdf.Array([leaving()]))
    assert refused(pdf(OpenAction=leaving())) == "javascript"
    assert refused(pdf(AA=pikepdf.Dictionary(WC=leaving()))) == "javascript"
    assert refused(pdf(OpenAction=turning)) == "javascript"


def test_a_pdf_that_opens_at_a_page_or_has_a_link_is_fine() -> None:
    turning = pikepdf.Dictionary(S=Name("/Named"), N=Name("/LastPage"))
    link = pikepdf.Dictionary(S=Name("/URI"), URI="https://localhost/")
    for content in (pdf(OpenAction=turning), pdf(Link=pikepdf.Dictionary(A=link))):
        assert look("pdf", content) == content


def test_a_locked_pdf_is_refused() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(out.getvalue()) == "encrypted"


def test_a_pdf_that_anybody_may_open_but_not_change_is_refused_as_locked() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    assert refused(out.getvalue()) == "encrypted"


def test_a_file_that_is_two_formats_at_once_is_refused() -> None:
    assert refused(b"GIF89a" + pdf()) == "disagrees"
    assert refused(pdf() + docx().whole()) == "disagrees"


def test_a_thing_in_a_thing_without_end_is_refused() -> None:
    deep = pikepdf.Array([])
    for _ in range(200):
        deep = pikepdf.Array([deep])
    assert refused(pdf(Extra=deep)) == "broken"
