"""What axe says about a page: WCAG 2.2 A and AA and its best practice, on a screen of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (1280, 390, 320)
STILL = """() => {
    const still = new CSSStyleSheet()
    still.replaceSync(`*, ::before, ::after { transition: none !important; animation: none !important }
        * { content-visibility: visible !important }`)
    document.adoptedStyleSheets = [still]
}"""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """How wide, how light, and whether whoever sits there has chosen the colours."""

    width: int
    scheme: Scheme = "light"
    is_forced: bool = False

    def __str__(self) -> str:
        return f"{self.width} px, {'own colours' if self.is_forced else self.scheme}"

    def show(self, page: Page) -> None:
        """Let the whole page be seen on this screen, with no colour still on its way from the one before."""
        page.evaluate(STILL)
        page.set_viewport_size({"width": self.width, "height": 800})
        page.emulate_media(color_scheme=self.scheme, forced_colors="active" if self.is_forced else "none")


ALL = tuple(Screen(width, scheme) for scheme in SCHEMES for width in WIDTHS)
OWN_COLOURS = Screen(390, is_forced=True)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a page."""

    screen: Screen
    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.screen}: {self.rule}: {self.where}"


def in_turn(turn: int) -> Iterator[Screen]:
    """Every width, each with the other scheme than last time: after two pages all pairs have been seen."""
    return (Screen(width, SCHEMES[(turn + place) % 2]) for place, width in enumerate(WIDTHS))


def faults(page: Page, screens: Iterable[Screen]) -> Iterator[Fault]:
    """What is wrong with the page, on each of the screens."""
    page.evaluate(AXE)
    for screen in screens:
        screen.show(page)
        found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", list(RULES))
        for violation in found["violations"]:
            for node in violation["nodes"]:
                yield Fault(screen, violation["id"], node["html"][:200])
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > screen.width:
            yield Fault(screen, "scrolls sideways", f"{wide} px wide")
