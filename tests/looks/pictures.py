"""The camera of `make docs`: every page and hat, wide and narrow, light and dark, in nynorsk, and a page to look them up in.

The pictures have few colours and are cut below a long page's second screen or so, so that the folder stays small.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.axe import SCHEMES, Screen
from tests.browser.site import serving
from tests.browser.visits import Visit, everywhere

DOCS = Path(__file__).parents[2] / "docs"
SCREENS = tuple(Screen(width, scheme) for width in (1280, 390) for scheme in SCHEMES)
LONGEST = {1280: 1800, 390: 1700}
COLOURS = 256
HATS = {
    "": "Før innlogging",
    "staff": "Tilsett",
    "family": "Føresett eller barn",
    "administration": "Administrasjon",
    "officer": "Personvernombod",
}
INTRODUCTION = """# Pictures

Every page of the training world, in nynorsk, as each hat meets it. Everybody is made up. Written by `make docs`.
"""


def main() -> None:
    """Take all pictures anew into docs/, or into the folder that is named."""
    docs = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    folder = docs / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken: list[tuple[Visit, str]] = []
    with serving() as site:
        for page, visit in everywhere(site, "nn"):
            if visit.nth > 1:  # another log looks as the first
                continue
            for screen in SCREENS:
                (folder / name(visit, screen)).write_bytes(picture(page, screen))
            taken.append((visit, page.title().removesuffix(" – Stafettloggen")))
    (docs / "pictures.md").write_text(index(taken))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"{len(list(folder.iterdir()))} pictures of {len(taken)} pages, {size:.1f} MB, in {folder}")


def name(visit: Visit, screen: Screen) -> str:
    """Page, hat, width and scheme."""
    return f"{visit}-{screen.width}-{screen.scheme}.webp"


def picture(page: Page, screen: Screen) -> bytes:
    """The page on this screen, in few colours, as WebP: nothing of the text is lost, and the folder stays small."""
    screen.show(page)
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST[screen.width])
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": screen.width, "height": height})
    small = io.BytesIO()
    with Image.open(io.BytesIO(shot)) as image:
        few = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert("RGB").save(small, "WEBP", lossless=True, quality=80, method=5)
    return small.getvalue()


def index(taken: list[tuple[Visit, str]]) -> str:
    """The page to look them up in: hat by hat, one line for each page."""
    lines = [INTRODUCTION]
    for hat, label in HATS.items():
        rows = [(visit, title) for visit, title in taken if visit.hat == hat]
        lines += [f"## {label}\n", "| page | 1280 px | | 390 px | |", "|---|---|---|---|---|"]
        for visit, title in rows:
            links = [f"[{screen.scheme}](pictures/{name(visit, screen)})" for screen in SCREENS]
            lines.append(f"| {title} – `{visit.name}` | {' | '.join(links)} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
