"""Everybody's way through the pages: who they are, and every page that links lead them to.

The tests walk it, and so do the tools in tests/looks: there is one list of people and one way to find pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.browser.hands import Hand
from tests.browser.site import FJORDVIK, PASSWORD, USER, Site

LANGUAGES = ("nn", "nb", "en")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
GALLERY = "/komponentar/"
Seen = dict[str, str]  # the kinds of pages that somebody has been to, and what they are called


@dataclass(frozen=True)
class Somebody:
    """One of the training site's people, under the hat that matters here."""

    name: str
    hat: str
    municipality: str = FJORDVIK
    leaves_empty: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    goes_to: tuple[str, ...] = ()  # pages that no link leads to
    chooses: tuple[tuple[str, str, str], ...] = ()  # what the page is called, the form, and the file

    @property
    def is_stopped(self) -> bool:
        """Whether this one meets pages that refuse, or say what they would do."""
        return bool(self.leaves_empty or self.may_not or self.chooses)

    def __str__(self) -> str:
        return f"{self.name.split()[0].lower()}-{self.hat}"


# holds, with measures to look at now
OLAV = Somebody("Olav Myklebust", "staff", leaves_empty=("merksemd", "tiltak", "notat", "stemme"))
HANNE = Somebody("Hanne Solheim", "family", may_not=("avslutt",))
EVERYBODY = (
    Somebody("Kari Lunde", "staff"),  # leads; a wonder waits for her
    OLAV,
    Somebody("Per Åsen", "staff"),  # is offered the baton
    Somebody("Marit Haugen", "staff"),  # leads, with a log that waits for consent and a closed one
    Somebody("Hanne Solheim", "staff"),  # has a draft of a wonder
    HANNE,
    Somebody("Rune Dale", "family"),  # has not answered
    Somebody("Sara Berg", "family", "Havvik kommune"),  # is the child
    Somebody(
        "Turid Berge",
        "administration",
        goes_to=("/logg-inn/pa-nytt/?til=/4699/",),
        chooses=(
            ("hent-inn-einingar-sett", "/4699/hent-inn/einingar/", "Namn;Type;Orgnr\nNy skule;skule;991825827\n"),
            ("hent-inn-tilsette-feil", "/4699/hent-inn/tilsette/", "Namn;Fnr;Eining\nKari Ny;1,23E+10;991825827\n"),
        ),
    ),
    Somebody("Nils Holm", "officer"),
)


@dataclass(frozen=True)
class Visit:
    """A page somebody has come to: what it is called, under which hat, where it is, and what the service sent.

    Somebody's second log is the second of its name.
    """

    name: str
    hat: str
    address: str
    html: str
    nth: int = 1

    def __str__(self) -> str:
        return "-".join([self.name, *([str(self.nth)] if self.nth > 1 else []), *([self.hat] if self.hat else [])])


def everywhere(
    site: Site,
    language: str,
    **options: Any,  # Any: Playwright's own
) -> Iterator[tuple[Page, Visit]]:
    """Every page there is, as whoever comes to it; the browser stands on the page as long as it is looked at."""
    with site.page(**options) as page:
        page.goto("/logg-inn/")
        speak(Hand(page), language)
        for visit in outside(page):
            yield page, visit
    seen: dict[str, Seen] = {}
    for who in EVERYBODY:
        with site.somebody(who.name, who.hat, who.municipality, **options) as hand:
            speak(hand, language)
            for visit in visited(hand, who, seen.setdefault(who.hat, {})):
                yield hand.page, visit
            for visit in stopped(hand, who):
                yield hand.page, visit


def speak(hand: Hand, language: str) -> None:
    """Choose the language of the pages."""
    hand.page.locator("details:has(button[name=language]) > summary").click()
    hand.go_to(hand.page.locator(f"button[name=language][value={language}]"))


def outside(page: Page) -> Iterator[Visit]:
    """The pages of whoever is not signed in: the way in, refused too, what is not there, and the gallery."""
    yield come(page, "logg-inn", "/logg-inn/")
    yield sent(page, "logg-inn-avvist")
    yield come(page, "logg-inn-kvifor", "/logg-inn/kvifor/")
    yield come(page, "logg-inn-stoppa", "/logg-inn/tilbake/?code=ukjend&state=ukjend")  # begun somewhere else
    page.goto("/logg-inn/")
    page.locator("input[name=municipality]").first.check()
    page.locator("input[name=user]").fill(USER)
    page.locator("input[name=password]").fill(PASSWORD)
    yield sent(page, "logg-inn-kven", status=200)
    yield come(page, "finst-ikkje", "/4699/finst/ikkje/", status=404)
    yield come(page, "komponentar", GALLERY)


def visited(hand: Hand, who: Somebody, seen: Seen) -> Iterator[Visit]:
    """Come to every page that links lead to, unless somebody with the same hat has been there."""
    waiting = [urlsplit(hand.page.url).path, *who.goes_to]
    while waiting:
        address = waiting.pop(0)
        if (which := kind(address, who)) in seen:
            continue
        name = seen[which] = name_of(address, who)
        visit = come(hand.page, name, address, hat=who.hat)
        if kind(visit.address, who) != which:  # sent on, as a guardian with one child is
            waiting.append(visit.address)
            continue
        yield replace(visit, nth=list(seen.values()).count(name))
        links = hand.page.locator("a[href^='/']:not([download])").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        waiting += [link.split("#")[0] for link in links]


def stopped(hand: Hand, who: Somebody) -> Iterator[Visit]:
    """The pages that refuse: forms with nothing in them, and what is not this person's to do."""
    log = log_of(hand) if who.leaves_empty or who.may_not else ""
    for form in who.leaves_empty:
        come(hand.page, form, f"{log}{form}/")
        yield sent(hand.page, f"logg-{form}-avvist", hat=who.hat)
    for name, form, file in who.chooses:
        hand.page.goto(form)
        sent_file = {"name": "fil.csv", "mimeType": "text/csv", "buffer": file.encode()}
        hand.page.locator("input[type=file]").set_input_files(sent_file)  # type: ignore[arg-type]
        yield sent(hand.page, name, hat=who.hat, status=200)
    for address in who.may_not:
        yield come(hand.page, f"logg-{address}-nekta", f"{log}{address}/", hat=who.hat, status=403)


def log_of(hand: Hand) -> str:
    """The address of the log about Tuva."""
    hand.page.goto("/")
    if not hand.page.locator("h1.child-name").count():  # with one child the first page is the log
        hand.press("Tuva Solheim Aune")
    return urlsplit(hand.page.url).path


def come(page: Page, name: str, address: str, *, hat: str = "", status: int = 200) -> Visit:
    """Come to an address, which must answer as it should."""
    return shown(page, name, hat, page.goto(address), status)


def sent(page: Page, name: str, *, hat: str = "", status: int = 422) -> Visit:
    """Send the form as it stands, and have it refused if nothing else is said."""
    with page.expect_navigation() as going:
        page.locator("main form button[type=submit]:not([name])").first.click()
    return shown(page, name, hat, going.value, status)


def shown(page: Page, name: str, hat: str, answer: Response | None, status: int) -> Visit:
    """What stands in the browser now."""
    path = urlsplit(page.url).path
    assert answer is not None and answer.status == status, f"{path} answers {answer and answer.status}, not {status}"
    return Visit(name, hat, path, answer.text())


def kind(address: str, who: Somebody) -> str:
    """What kind of page an address is: a form looks the same for all, the first page and a log for nobody else."""
    path = urlsplit(address).path
    return f"{path} {who.name}" if is_own(path) else ID.sub("…", path)


def name_of(address: str, who: Somebody) -> str:
    """What a kind of page is called: the words of its address, and whose it is."""
    path = urlsplit(address).path
    words = [ID.sub("1", word) for word in path.split("/") if word and not word.isdigit()]
    name = re.sub(r"^(logg|undring|eining)-1", r"\1", "-".join(words)) or "start"
    return f"{name}-{who.name.split()[0].lower()}" if is_own(path) else name


def is_own(path: str) -> bool:
    """Whether the page is a first page or a log, which differ from one to the next."""
    return re.fullmatch(rf"/\d+/(logg/{ID.pattern}/)?", path) is not None
