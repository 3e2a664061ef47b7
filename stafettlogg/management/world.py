"""The training world: two invented municipalities whose history is made through operations, with a clock that is moved.

Nobody in it exists. Numbers are of the series for made-up people (month + 80).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter
from stafettlogg.identity import bootstrap
from stafettlogg.identity.models import Municipality, Person, Unit
from stafettlogg.identity.numbers import synthetic
from stafettlogg.relay import (
    closing,
    concerns,
    consents,
    glimpses,
    measures,
    notes,
    people,
    steps,
    transfers,
    voices,
    wonders,
)
from stafettlogg.relay.models import Concern, Consent, Measure, Membership, RelayLog, Wonder
from stafettlogg.relay.opening import GuardianEntry, open_log

PARENTAL = Membership.Basis.PARENTAL
WINDOW = timedelta(days=42)


@dataclass
class Place:
    """One municipality of the world, with its units and people by name."""

    municipality: Municipality
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def as_(self, name: str, hat: Hat = Hat.STAFF) -> Caller:
        """Somebody of the place, at work unless another hat is said."""
        return Caller(self.people[name].pk, self.municipality.pk, hat, via="cli")

    def meet(self, name: str, born: date) -> None:
        """Somebody who can sign in."""
        self.numbers[name] = synthetic(born)
        self.people[name] = bootstrap.add_person(self.municipality, name, self.numbers[name])

    def hire(self, name: str, born: date, kind: str, unit: str = "", title: str = "") -> None:
        """Somebody with a post."""
        self.meet(name, born)
        bootstrap.add_post(self.people[name], kind, unit=self.units.get(unit), title=title)

    def guardian(self, name: str, call_name: str, basis: str = PARENTAL) -> GuardianEntry:
        """Somebody of the place as written on the form that opens a log."""
        return GuardianEntry(name, self.numbers[name], basis, call_name)


@contextmanager
def ago(days: int, hour: int = 9, minute: int = 0) -> Iterator[date]:
    """That many days ago, at an hour of the working day in Norway."""
    day = clock.today() - timedelta(days=days)
    with clock.fixed(datetime.combine(day, time(hour, minute), clock.NORWAY)):
        yield day


def entered(by: Caller, log: RelayLog) -> RelayLog:
    """The log with a permit; use inside `acting(by)`."""
    here = enter(by, RelayLog, log.pk, ("municipality",))
    if here is None:
        raise LookupError("The training world asked for a log that its person may not see.")
    return here


def agree(place: Place, log: RelayLog, name: str, level: int = 1) -> None:
    """A guardian, or a young person, says yes in the product."""
    by = place.as_(name, Hat.FAMILY)
    with acting(by):
        waiting = Consent.objects.of(entered(by, log).permit).filter(person=by.person, level=level, answered_at=None)
        consents.answer(by, waiting.get(), is_yes=True)


def evaluate(by: Caller, log: RelayLog, measure: UUID, **answers: Any) -> None:
    """Look at how it went, having seen the newest version. Any: one keyword for each field of the form."""
    with acting(by):
        newest = Measure.objects.of(entered(by, log).permit, Action.MEASURE_EVALUATE).get(pk=measure)
        measures.evaluate(by, newest, version=newest.version, **answers)


def try_out(
    by: Caller, log: RelayLog, concern: Concern, arena: str, responsible: Person, title: str, goal: str, how: str
) -> UUID:
    """Plan a measure from today, to be looked at in six weeks (R4)."""
    planned = measures.plan(
        by,
        log,
        concern=concern.pk,
        arena=arena,
        title=title,
        goal=goal,
        how=how,
        responsible=responsible.pk,
        start=clock.today(),
        evaluate_by=clock.today() + WINDOW,
    )
    return planned.pk


def build() -> None:
    """Make both municipalities, their people, five logs and three wonders; call once, on an empty database."""
    with ago(200, 8):
        fjordvik, havvik = _fjordvik(), _havvik()
    _tuva(fjordvik)
    _emil(fjordvik)
    _amina(fjordvik)
    _jonas(fjordvik)
    _sara(havvik)
    _wonders(fjordvik)


def _fjordvik() -> Place:
    place = Place(bootstrap.add_municipality("4699", "Fjordvik kommune", "nn"))
    for name, kind in (
        ("Solbakken barnehage", Unit.Kind.KINDERGARTEN),
        ("Fjordvik skule", Unit.Kind.SCHOOL),
        ("PPT Fjordvik", Unit.Kind.PPT),
    ):
        place.units[name] = bootstrap.add_unit(place.municipality, name, kind)
    place.hire("Kari Lunde", date(1971, 3, 4), "leader", "Fjordvik skule", "rektor")
    place.hire("Per Åsen", date(1976, 9, 12), "substitute", "Fjordvik skule", "inspektør")
    place.hire("Olav Myklebust", date(1985, 1, 20), "employee", "Fjordvik skule", "kontaktlærar 1A")
    place.hire("Ingrid Vik", date(1990, 6, 2), "employee", "Fjordvik skule", "kontaktlærar 4B")
    place.hire("Hanne Solheim", date(1988, 11, 30), "employee", "Fjordvik skule", "assistent")
    place.hire("Marit Haugen", date(1969, 5, 17), "leader", "Solbakken barnehage", "styrar")
    place.hire("Siri Nes", date(1983, 8, 8), "employee", "Solbakken barnehage", "pedagogisk leiar")
    place.hire("Anders Moe", date(1979, 2, 14), "leader", "PPT Fjordvik", "leiar")
    place.hire("Turid Berge", date(1966, 12, 1), "administrator", title="kommuneadministrator")
    place.hire("Nils Holm", date(1974, 7, 23), "officer", title="personvernombod")
    for name, born in (
        ("Terje Aune", date(1984, 4, 2)),
        ("Gunn Dale", date(1991, 10, 9)),
        ("Rune Dale", date(1989, 1, 13)),
        ("Fatima Noor", date(1986, 3, 28)),
        ("Eva Tveit", date(1987, 9, 5)),
    ):
        place.meet(name, born)
    return place


def _havvik() -> Place:
    place = Place(bootstrap.add_municipality("4698", "Havvik kommune", "nb"))
    for name, kind in (
        ("Havvik barnehage", Unit.Kind.KINDERGARTEN),
        ("Havvik ungdomsskole", Unit.Kind.SCHOOL),
        ("PPT Havvik", Unit.Kind.PPT),
    ):
        place.units[name] = bootstrap.add_unit(place.municipality, name, kind)
    place.hire("Berit Strand", date(1972, 6, 6), "leader", "Havvik ungdomsskole", "rektor")
    place.hire("Jon Eide", date(1986, 2, 22), "employee", "Havvik ungdomsskole", "kontaktlærer 10B")
    place.hire("Lise Fosse", date(1977, 11, 11), "administrator", title="kommuneadministrator")
    place.hire("Arne Kvam", date(1968, 8, 19), "officer", title="personvernombud")
    place.meet("Camilla Berg", date(1980, 5, 25))
    return place


def _tuva(place: Place) -> None:
    """Active, with measures to look at now; her mother works at the school and reads as a mother (R24)."""
    olav, mother = place.as_("Olav Myklebust"), "Hanne Solheim"
    with ago(60, 10):
        log = open_log(
            place.as_("Kari Lunde"),
            place.units["Fjordvik skule"],
            child_name="Tuva Solheim Aune",
            child_number=synthetic(date(2020, 3, 15)),
            holder=olav.person,
            guardians=[place.guardian(mother, "mamma"), place.guardian("Terje Aune", "pappa")],
        )
    with ago(59, 19, 40):
        agree(place, log, mother)
    with ago(58, 20, 15):
        agree(place, log, "Terje Aune")
    with ago(43, 12):
        play = concerns.add(
            olav,
            log,
            area=Concern.Area.PLAY,
            text="Tuva står ofte for seg sjølv i friminutta. Ho ser på leiken, men veit ikkje heilt korleis ho skal bli med.",
        )
        voices.record(olav, log, text="Eg vil vere med når dei leikar butikk.", seen_on=clock.today())
        for text in ("Eg ser på leiken", "Eg spør om å få vere med", "Eg er med i leiken", "Eg finn på leik sjølv"):
            steps.add(olav, log, text=text)
        try_out(
            olav, log, play, "unit", place.people["Olav Myklebust"], "Leikevenn i storefri",
            "Tuva øver på å kome inn i leiken, og får det til minst to gonger i veka.",
            "Tuva og ein leikevenn vel leik saman før storefri. Ein vaksen er i nærleiken dei fyrste fem minutta.",
        )  # fmt: skip
        try_out(
            olav, log, play, "home", place.people[mother], "Ven på besøk annakvar veke",
            "Tuva øver på å vere vertskap, og meistrar å dele på leikene.",
            "Tuva inviterer ein ven heim. Vi bestemmer to leikar på førehand, og et kveldsmat saman.",
        )  # fmt: skip
    for days, arena, text in (
        (34, "unit", "Sa «kom, så leikar vi butikk!» til tre andre."),
        (21, "home", "Delte ponniane sine då Ella var på besøk."),
        (12, "unit", "Leika heile storefri utan vaksenstøtte."),
        (4, "home", "Bad Ella på besøk heilt på eige initiativ."),
    ):
        with ago(days, 14):
            glimpses.add(olav, log, text=text, arena=arena, seen_on=clock.today())
    with ago(30, 15):
        notes.add(
            olav,
            log,
            text="Samtale med mor og far. Tuva fortel meir heime om kven ho leikar med. Vi held fram som avtalt.",
            seen_on=clock.today(),
        )


def _emil(place: Place) -> None:
    """Opened, one answer missing."""
    with ago(9, 11):
        log = open_log(
            place.as_("Marit Haugen"),
            place.units["Solbakken barnehage"],
            child_name="Emil Dale",
            child_born=date(2022, 5, 9),
            holder=place.people["Siri Nes"].pk,
            guardians=[place.guardian("Gunn Dale", "mamma"), place.guardian("Rune Dale", "pappa")],
        )
    with ago(8, 20):
        agree(place, log, "Gunn Dale")


def _amina(place: Place) -> None:
    """Level 2, a measure adjusted, the baton offered and not yet accepted."""
    leader, ingrid = place.as_("Kari Lunde"), place.as_("Ingrid Vik")
    with ago(120, 10):
        log = open_log(
            leader,
            place.units["Fjordvik skule"],
            child_name="Amina Noor",
            child_number=synthetic(date(2017, 1, 27)),
            holder=ingrid.person,
            guardians=[place.guardian("Fatima Noor", "mamma")],
        )
    with ago(118, 18):
        agree(place, log, "Fatima Noor")
    with ago(110, 13):
        language = concerns.add(
            ingrid,
            log,
            area=Concern.Area.LANGUAGE,
            text="Amina forstår mykje, men seier lite i timane. Ho vil gjerne fortelje når vi er få saman.",
        )
        at_school = try_out(
            ingrid, log, language, "unit", place.people["Ingrid Vik"], "Ordspel ti minutt kvar dag",
            "Amina øver på å fortelje kva ho vil, og meistrar tre nye leikeord i veka.",
            "Ordspel i liten gruppe rett etter frukt. Orda tek vi med oss ut i leiken.",
        )  # fmt: skip
        try_out(
            ingrid, log, language, "home", place.people["Fatima Noor"], "Lese saman på to språk",
            "Amina fortel om boka på det språket ho vil.",
            "Mor les på somali, og Amina les ei side på norsk, tre kveldar i veka.",
        )  # fmt: skip
    with ago(70, 14):
        evaluate(
            ingrid, log, at_school, outcome="some_effect", decision="adjust",
            child_view="Det er kjekt når vi er tre. Når vi er mange, gløymer eg orda.",
            guardians_view="Ho brukar nokre av orda heime.",
            professionals_view="Amina snakkar meir i den vesle gruppa enn i klassa.",
            next_evaluate_by=clock.today() + WINDOW,
            new_title="Ordspel i gruppe på tre",
            new_how="Amina vel to å spele saman med. Gruppa fortel resten av klassa eitt ord kvar fredag.",
        )  # fmt: skip
        with acting(ingrid):
            consents.ask(ingrid, log, level=2)
    with ago(66, 19):
        agree(place, log, "Fatima Noor", level=2)
    with ago(65, 9):
        consents.change_level(ingrid, log, level=2, reason="PPT blir med og rettleier om språk.")
    with ago(3, 15):
        transfers.offer(leader, log, to=place.people["Per Åsen"], message="Ingrid går ut i permisjon ved nyttår.")


def _jonas(place: Place) -> None:
    """Closed, with the goal reached."""
    siri, leader = place.as_("Siri Nes"), place.as_("Marit Haugen")
    with ago(150, 10):
        log = open_log(
            leader,
            place.units["Solbakken barnehage"],
            child_name="Jonas Tveit",
            child_born=date(2021, 2, 18),
            holder=siri.person,
            guardians=[place.guardian("Eva Tveit", "mamma")],
        )
    with ago(149, 21):
        agree(place, log, "Eva Tveit")
    with ago(145, 12):
        feelings = concerns.add(
            siri, log, area=Concern.Area.FEELINGS, text="Det er vanskeleg for Jonas når mor går om morgonen."
        )
        arrival = try_out(
            siri, log, feelings, "unit", place.people["Siri Nes"], "Same vaksne tek imot",
            "Jonas øver på å seie ha det og finne ein leik.",
            "Siri møter Jonas i garderoben, og dei vel ein leik saman før mor går.",
        )  # fmt: skip
        goodbye = try_out(
            siri, log, feelings, "home", place.people["Eva Tveit"], "Fast ha-det-klem",
            "Jonas veit kva som skjer når vi kjem til barnehagen.",
            "Vi øver på ha-det-klemmen heime, og snakkar om dagen i bilen.",
        )  # fmt: skip
    with ago(100, 14):
        for measure in (arrival, goodbye):
            evaluate(
                siri, log, measure, outcome="goal_reached", decision="end", reason="Jonas vinkar sjølv no.",
                child_view="Eg vinkar i vindauget!",
                guardians_view="Morgonane er rolege.",
                professionals_view="Jonas går rett til leiken.",
            )  # fmt: skip
    with ago(95, 10):
        closing.close(
            leader,
            log,
            reason="goal_reached",
            note="Jonas er trygg om morgonen. Takk til Jonas, mor og Siri for god innsats.",
        )


def _sara(place: Place) -> None:
    """A young person who has consented and is let in; bokmål."""
    jon, leader = place.as_("Jon Eide"), place.as_("Berit Strand")
    number = synthetic(date(2011, 2, 3))
    with ago(50, 10):
        log = open_log(
            leader,
            place.units["Havvik ungdomsskole"],
            child_name="Sara Berg",
            child_number=number,
            holder=jon.person,
            guardians=[place.guardian("Camilla Berg", "mamma")],
        )
        place.people["Sara Berg"] = people.invite_child(jon, log, number=number).person
    with ago(48, 20):
        agree(place, log, "Camilla Berg")
    with ago(47, 16):
        agree(place, log, "Sara Berg")
    with ago(40, 13):
        wellbeing = concerns.add(
            jon, log, area=Concern.Area.WELLBEING, text="Sara har vært mye borte på mandager og sier at hun er sliten."
        )
        voices.record(jon, log, text="Jeg vil at dagen skal begynne rolig.", seen_on=clock.today())
        try_out(
            jon, log, wellbeing, "unit", place.people["Jon Eide"], "Rolig start på mandager",
            "Sara øver på å komme til første time, og mestrer tre av fire mandager.",
            "Sara og Jon møtes på biblioteket ti minutter før timen, med en plan for dagen.",
        )  # fmt: skip


def _wonders(place: Place) -> None:
    """One that waits for the leader, one decided as nothing more, one draft."""
    unit = place.units["Fjordvik skule"]
    with ago(11, 15):
        waiting = wonders.write(
            place.as_("Ingrid Vik"), unit, about="Ein gut på 4. trinn",
            text="Han har vore stille i haust og vil ikkje vere med i gruppearbeid. Eg har sett det tre gonger dei siste to vekene.",
        )  # fmt: skip
        wonders.share(place.as_("Ingrid Vik"), waiting)
    with ago(30, 14):
        small = wonders.write(
            place.as_("Olav Myklebust"), unit, about="Ei jente på 1. trinn", text="Ho var mykje trøytt ei veke."
        )
        wonders.share(place.as_("Olav Myklebust"), small)
    with ago(27, 9):
        wonders.decide(
            place.as_("Kari Lunde"), small, decision=Wonder.Decision.NOTHING_MORE, has_read_duty=True,
            note="Familien hadde vore på reise. Vi ser at det går fint.",
        )  # fmt: skip
    with ago(1, 15):
        wonders.write(
            place.as_("Hanne Solheim"),
            unit,
            about="Ein gut på 2. trinn",
            text="Han et lite av matpakken. Eg vil følgje med litt til.",
        )
