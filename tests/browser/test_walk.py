"""A log from the first wonder until it is closed and opened again, by everybody who has a part in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from stafettlogg.identity.numbers import synthetic
from tests.browser.hands import Hand, Keyboard
from tests.browser.site import Site

pytestmark = pytest.mark.browser

EARLY = "Why do we look at it before four weeks have passed?"
LONG_ENOUGH = 60


@dataclass
class Family:
    """Made-up people for one walk."""

    child: str
    turn: int
    mother: str = field(init=False)
    father: str = field(init=False)

    def __post_init__(self) -> None:
        self.mother, self.father = f"Mona {self.child}", f"Geir {self.child}"

    def number(self, born: date) -> str:
        """A made-up number that no other walk uses."""
        return synthetic(born, self.turn)


@dataclass
class Way:
    """How everybody in a walk uses the browser."""

    family: Family
    kind: type[Hand] = Hand
    has_script: bool = True


WAYS = {
    "with a mouse": Way(Family("Mus", 0)),
    "without JavaScript": Way(Family("Rein", 1), has_script=False),
    "with the keyboard alone": Way(Family("Tast", 2), kind=Keyboard),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_log_goes_from_wonder_to_closing_and_is_opened_again(site: Site, way: Way, tmp_path: Path) -> None:
    with ExitStack() as present:

        def come(name: str, hat: str = "staff") -> Hand:
            return present.enter_context(site.somebody(name, hat, kind=way.kind, java_script_enabled=way.has_script))

        ingrid, kari = come("Ingrid Vik"), come("Kari Lunde")
        address = opened(ingrid, kari, way.family)
        agreed(ingrid, come, way.family, address, tmp_path)
        before = [*worried(ingrid), *tried(ingrid, way.family), *told(ingrid)]
        before += looked_at(ingrid)
        kept_at_level_one(ingrid)
        handed_over(kari, come, address)
        closed_and_opened(kari, address)
        kari.press("Earlier wordings")
        assert [text for text in before if not kari.reads(text)] == []


def opened(ingrid: Hand, kari: Hand, family: Family) -> str:
    """Ingrid wonders and shares, Kari decides, Ingrid opens the log; gives its address."""
    ingrid.press("Write down a wonder")
    ingrid.write("Which child do you wonder about?", family.child)
    ingrid.write("What have you seen or heard, and when?", "Står ofte for seg sjølv i friminutta.")
    ingrid.press("Save the draft")
    ingrid.press("Share with the leader")
    wonder = ingrid.page.url

    kari.page.goto(wonder)
    kari.press("Decide")
    assert kari.reads("child welfare") and kari.reads("116 111")
    kari.choose("What happens now?", "Help in our own unit")
    kari.press("Save the decision")
    assert kari.problem("I have read this, and have thought about whether it is so here.") != ""
    kari.tick("I have read this, and have thought about whether it is so here.")
    kari.press("Save the decision")
    assert kari.reads("Help in our own unit")

    ingrid.page.goto(wonder)
    ingrid.press("Open a relay log")
    ingrid.write("The child's full name", f"Ada {family.child}")
    ingrid.write("National identity number", family.number(date(2018, 4, 9)))
    ingrid.write("Full name", family.mother)
    ingrid.write("National identity number", family.number(date(1985, 2, 11)), nth=1)
    ingrid.write("What the child says", "mamma")
    ingrid.write("Full name", family.father, nth=1)
    ingrid.write("National identity number", family.number(date(1983, 8, 30)), nth=2)
    ingrid.press("Open the log")
    assert ingrid.reads("not begun yet")
    return ingrid.page.url


def agreed(ingrid: Hand, come: Callable[..., Hand], family: Family, address: str, folder: Path) -> None:
    """The mother answers herself, the father on paper; the paper is checked and can be fetched."""
    mother = come(family.mother, "family")
    mother.page.goto(address)
    mother.press("Read and answer")
    mother.choose("What do you answer?", "Yes, I consent")
    mother.press("Save the answer")
    assert mother.reads("not begun yet")

    paper = folder / "samtykke.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    ingrid.page.reload()
    ingrid.press("Write down an answer")
    ingrid.choose("What was the answer?", "Yes")
    ingrid.choose("How was it given?", "On signed paper")
    ingrid.press("Save the answer")
    assert ingrid.problem("The signed paper") == "Upload the signed paper."
    ingrid.attach("The signed paper", paper)
    ingrid.press("Save the answer")
    assert not ingrid.reads("not begun yet")
    for _ in range(LONG_ENOUGH):
        if not ingrid.reads("being checked"):
            break
        ingrid.page.wait_for_timeout(500)
        ingrid.page.reload()
    assert ingrid.fetch("samtykke.pdf").startswith(b"%PDF")


def worried(ingrid: Hand) -> list[str]:
    """A concern, worded better; gives what stood there before."""
    ingrid.press("Write a concern")
    ingrid.choose("What is it about?", "Play and friends")
    ingrid.write("What have we noticed?", "Ho står åleine.")
    ingrid.press("Save")
    ingrid.press("Change: Play and friends")
    ingrid.write("What have we noticed?", "Ho ser på leiken og vil gjerne vere med.")
    ingrid.press("Save")
    assert ingrid.reads("Ho ser på leiken")
    return ["Ho står åleine."]


def tried(ingrid: Hand, family: Family) -> list[str]:
    """One measure here and one at home, the first worded better; gives what stood there before."""
    for title, where, who in (("Leikevenn", "Here with us", "Ingrid Vik"), ("Ven på besøk", "At home", family.mother)):
        ingrid.press("Plan a measure")
        ingrid.choose("Where?", where)
        ingrid.write("What do we call it?", title)
        ingrid.write("What does the child practise and master?", "Ada øver på å kome inn i leiken.")
        ingrid.write("This is how we do it", "Ein leikevenn før storefri.")
        ingrid.choose("Who is responsible?", who)
        ingrid.choose("When shall we look at how it went?", "In 6 weeks")
        ingrid.press("Save")
        assert ingrid.reads("The measure is planned.")
    ingrid.press("Change Leikevenn")
    ingrid.write("This is how we do it", "Ada vel ein leikevenn før storefri.")
    ingrid.press("Save")
    return ["Ein leikevenn før storefri."]


def told(ingrid: Hand) -> list[str]:
    """A step, a glimpse, a note and the child's words; gives what stood there before."""
    ingrid.press("Add a step")
    ingrid.write("What is the next step, in the child's words?", "Eg ser på")
    ingrid.press("Save")
    ingrid.press("Change Eg ser på")
    ingrid.write("What is the next step, in the child's words?", "Eg spør")
    ingrid.press("Save")

    ingrid.press("Share a glimpse")
    ingrid.write("What did you see?", "Ho lo.")
    ingrid.choose("Where was it?", "Here with us")
    ingrid.press("Save")
    ingrid.press("Change: Ho lo.")
    ingrid.write("What did you see?", "Ho lo saman med Ella.")
    ingrid.press("Save")

    ingrid.press("Write a note")
    ingrid.write("What do you want to write down?", "Prata med mor.")
    ingrid.press("Save")
    ingrid.press("Change: Prata med mor.")
    ingrid.write("What do you want to write down?", "Prata med mor og far.")
    ingrid.press("Save")

    ingrid.press("Write the child's words")
    ingrid.write("What did the child say or show?", "Eg vil leike butikk.")
    ingrid.press("Save")
    assert all(ingrid.reads(text) for text in ("Eg spør", "saman med Ella", "mor og far", "leike butikk"))
    return ["Eg ser på", "Ho lo.", "Prata med mor."]


def looked_at(ingrid: Hand) -> list[str]:
    """How it goes in three views, early and with a reason; one view worded better."""
    ingrid.press("How is it going? Leikevenn")
    ingrid.choose("How did it go?", "Some effect")
    ingrid.write("What did the child say or show?", "Det er kjekt.")
    ingrid.write("How do the guardians see it?", "Ho fortel meir.")
    ingrid.write("How do we who work with the child see it?", "Ho er ofte med.")
    ingrid.choose("What do we do now?", "Adjust the measure")
    ingrid.write("This is how we do it now", "To leikevener.")
    ingrid.choose("If we go on: when shall we look again?", "In 6 weeks")
    ingrid.press("Save the evaluation")
    assert "less than four weeks" in ingrid.problem(EARLY)
    assert ingrid.stands_in("How do the guardians see it?") == "Ho fortel meir."
    ingrid.write(EARLY, "Vi ser allereie kva som må til.")
    ingrid.press("Save the evaluation")
    assert ingrid.reads("To leikevener.")

    ingrid.open("What we have tried before")
    ingrid.open("What was said")
    ingrid.press("Change what was said")
    ingrid.write("How do the guardians see it?", "Ho fortel meir no enn før.")
    ingrid.press("Save")
    return ["Ho fortel meir."]


def kept_at_level_one(ingrid: Hand) -> None:
    """Nobody comes to level two without consent (R8)."""
    ingrid.press("Change the level")
    ingrid.choose("Consent to what?", "Level 2")
    ingrid.write("Why do we change the level?", "PPT kan hjelpe.")
    ingrid.press("Save")
    assert "Ask for consent to this level first" in ingrid.problem("Consent to what?")
    ingrid.press("Cancel")
    assert ingrid.reads("level 1")


def handed_over(kari: Hand, come: Callable[..., Hand], address: str) -> None:
    """Kari offers the baton, Ingrid keeps it until Olav accepts."""
    kari.page.goto(address)
    kari.press("Offer the baton")
    kari.choose("Who shall carry the baton?", "Olav Myklebust")
    kari.write("A few words to the new holder", "Takk for at du vil.")
    kari.press("Offer it")
    assert kari.reads("The baton is with") and kari.reads("Offered to Olav Myklebust")

    olav = come("Olav Myklebust")
    olav.page.goto(address)
    olav.press("Read and answer")
    assert olav.reads("Takk for at du vil.")
    olav.press("Yes, I take the baton")
    assert olav.page.locator("section[aria-labelledby=holder] .person").get_by_text("Olav Myklebust").count() == 1


def closed_and_opened(kari: Hand, address: str) -> None:
    """Kari closes with a note and says why a measure was not looked at; then it is opened again."""
    kari.page.goto(address)
    kari.press("Close the log")
    kari.choose("Why do we close the log?", "The goal is reached")
    kari.write("Closing note", "Takk til Ada.")
    kari.press("Close the log")
    unseen = "Some measures were never evaluated. Why do we close all the same?"
    assert kari.problem(unseen) != ""
    kari.write(unseen, "Ada er trygg i leiken no.")
    kari.press("Close the log")
    assert kari.reads("This log is closed") and kari.reads("Takk til Ada.")
    kari.press("Open it again")
    kari.write("Why?", "Skulen vil følgje med litt til.")
    kari.press("Open it")
    assert not kari.reads("This log is closed")
