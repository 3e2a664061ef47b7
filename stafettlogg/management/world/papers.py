"""Made-up paper: a page of text as a PDF, for a signed consent and a document under a note."""

from __future__ import annotations

from io import BytesIO

import pikepdf

A4 = (595, 842)


def paper(heading: str, *lines: str) -> bytes:
    """One page with a heading and some lines."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        shown = [_shown(heading), b"/F 11 Tf 0 -16 TD", *(_shown(line) for line in lines)]
        page.Contents = pdf.make_stream(b"BT /F 16 Tf 72 760 Td 22 TL\n" + b"\n".join(shown) + b"\nET")
        made = BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()


def _shown(text: str) -> bytes:
    escaped = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"(" + escaped + b") Tj T*"
