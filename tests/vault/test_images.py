"""Pictures are drawn anew: nothing but their pixels is kept."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from stafettlogg.vault.inspection import PAPER, Unacceptable, images, inspect, look


def photo(kind: str = "JPEG") -> bytes:
    """A picture that tells where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "bilete av uro"
    exif.get_ifd(0x8825)[2] = (60.0, 5.0, 1.0)
    Image.new("RGB", (40, 30), "white").save(out, kind, exif=exif)
    return out.getvalue()


def refused(kind: str, content: bytes) -> str:
    """The code a picture is refused with."""
    with pytest.raises(Unacceptable) as caught:
        look(kind, content)
    return caught.value.code


@pytest.mark.parametrize(("name", "kind"), [("bilete.jpg", "JPEG"), ("bilete.png", "PNG")])
def test_a_picture_is_drawn_anew_without_where_it_was_taken(name: str, kind: str) -> None:
    before = photo(kind)
    assert b"bilete av uro" in before

    after = inspect(name, before, PAPER).content

    assert b"bilete av uro" not in after
    with Image.open(io.BytesIO(after)) as image:
        assert image.size == (40, 30)
        assert dict(image.getexif()) == {}


def test_what_is_hidden_behind_a_picture_is_gone() -> None:
    assert b"<script>" not in look("png", photo("PNG") + b"<script>alert(1)</script>")


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    assert refused("png", photo("PNG")) == "pixels"


def test_a_picture_that_claims_more_pixels_than_anything_can_draw_is_refused_with_the_same_words() -> None:
    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    head = part(b"IHDR", struct.pack("!LLBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    assert refused("png", b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", b"") + part(b"IEND", b"")) == "pixels"


def test_a_broken_picture_is_refused_and_not_an_error() -> None:
    assert refused("png", b"\x89PNG broken") == "broken"
