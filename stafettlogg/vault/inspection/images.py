"""Pictures: drawn anew, so that nothing of the file but its pixels is kept."""

from __future__ import annotations

import io

# the last five are what Pillow fetches from disk when a picture needs it, which it cannot where pictures are looked at
from PIL import Image, ImageOps, ImagePalette, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

from stafettlogg.vault.inspection.kinds import IMAGES
from stafettlogg.vault.inspection.refusals import Unacceptable

MOST_PIXELS = 40_000_000


def drawn_anew(kind: str, content: bytes) -> bytes:
    """The picture without where and when it was taken, and with no other format hidden in it."""
    with _picture(kind, content) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unacceptable("pixels")
        image.load()
        turned = _upright(image)
        kept = io.BytesIO()
        if IMAGES[kind] == "image/jpeg":
            turned.convert("RGB").save(kept, "JPEG", quality=90)
        else:
            turned.save(kept, "PNG")
        return kept.getvalue()


def _picture(kind: str, content: bytes) -> Image.Image:
    """The picture, not yet drawn; no other format than the one its name says is tried."""
    try:
        return Image.open(io.BytesIO(content), formats=["PNG" if kind == "png" else "JPEG"])
    except Image.DecompressionBombError:
        raise Unacceptable("pixels") from None


def _upright(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    mode = upright.mode if upright.mode in ("L", "RGB", "RGBA") else "RGBA"
    pixels = upright.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare
