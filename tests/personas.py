"""Everybody who could ask, under each hat that matters, and how each stands to each root.

Written by hand, in the words of docs/access.md, so that neither the policy nor the page can drift unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import RootModel
from tests.filled import Filled

ACCESS = Path(__file__).parents[1] / "docs" / "access.md"
STAFF, FAMILY, ADMINISTRATION, OFFICER = Hat.STAFF, Hat.FAMILY, Hat.ADMINISTRATION, Hat.OFFICER


@dataclass(frozen=True)
class Persona:
    """Somebody of the world under one hat."""

    key: str
    hat: Hat
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.key} as {self.hat}"

    def caller(self, world: Filled) -> Caller:
        """As whom this persona asks."""
        return world.as_(self.key, self.hat)


P = Persona
PERSONAS = (
    P("holder", STAFF),
    P("holder", FAMILY),
    P("deputy", STAFF),
    P("leader", STAFF),
    P("leader", ADMINISTRATION),
    P("substitute", STAFF, "substitute, and leader who is guardian on the quiet log, as staff"),
    P("substitute", FAMILY, "leader who is guardian, as family"),
    P("employee", STAFF, "employee let in"),
    P("colleague", STAFF, "colleague not let in"),
    P("receiver", STAFF),
    P("guardian", FAMILY),
    P("guardian", STAFF),
    P("second_guardian", FAMILY),
    P("wrong_guardian", FAMILY, "guardian who was taken out"),
    P("child", FAMILY),
    P("child", STAFF),
    P("teacher_mother", STAFF, "teacher who is mother, as teacher"),
    P("teacher_mother", FAMILY, "teacher who is mother, as mother"),
    P("administrator", ADMINISTRATION),
    P("administrator", STAFF),
    P("officer", OFFICER),
    P("officer", STAFF),
    P("other_leader", STAFF),
    P("other_holder", STAFF),
    P("other_guardian", FAMILY),
    P("ppt_leader", STAFF),
    P("stranger", FAMILY),
    P("stranger", STAFF),
    P("gone", STAFF, "employee whose post has ended"),
    P("far_leader", STAFF, "leader in the other municipality"),
    P("far_guardian", FAMILY, "guardian in the other municipality"),
)

# how each stands to each root; who is not named stands in no relation
LOG = "Stafettloggen"
WONDER = "Undringa"
UNIT = "Eininga"
MUNICIPALITY = "Kommunen"


@dataclass(frozen=True)
class Place:
    """One root of the world: what it is, what is true of it, and who stands how to it."""

    name: str
    section: str
    true: frozenset[str]
    people: dict[tuple[str, Hat], frozenset[str]] = field(hash=False)

    def __str__(self) -> str:
        return self.name

    def root(self, world: Filled) -> RootModel:
        """The row."""
        if self.section == LOG:
            return getattr(world, self.name)  # type: ignore[no-any-return]
        if self.section == WONDER:
            return world.wonders[self.name]
        if self.section == UNIT:
            return world.units[self.name]
        return world.fjordvik if self.name == "fjordvik" else world.havvik

    def relations(self, persona: Persona) -> frozenset[str]:
        """How the persona stands to it."""
        return self.people.get((persona.key, persona.hat), frozenset())


def _people(**named: dict[str, str] | str) -> dict[tuple[str, Hat], frozenset[str]]:
    """Read `holder="stafetthaldar"` (as staff) and `guardian={"family": "føresett"}`."""
    told = {}
    for key, relations in named.items():
        for hat, names in ({"staff": relations} if isinstance(relations, str) else relations).items():
            told[(key, Hat(hat))] = frozenset(names.split(" + "))
    return told


def _family(relation: str) -> dict[str, str]:
    return {"family": relation}


GUARDIAN = _family("føresett")
ADMINISTRATOR = {"administration": "kommuneadministrator"}
DATA_OFFICER = {"officer": "personvernombod"}
ACTIVE = frozenset(
    {
        "alltid",
        "loggen er ikkje avslutta",
        "loggen er i gang",
        "loggen er i gang, og kommunen lèt tilsette planleggje",
        "loggen er i gang, og kommunen lèt tilsette skrive",
    }
)
WAITING = frozenset({"alltid", "loggen er ikkje avslutta"})
CLOSED = frozenset({"alltid", "loggen er avslutta"})

PLACES = (
    Place(
        "log",
        LOG,
        ACTIVE,
        _people(
            holder="stafetthaldar",
            deputy="vikar",
            leader="leiar",
            substitute="leiar",
            employee="tilsett med tilgang",
            receiver="mottakar",
            guardian=GUARDIAN,
            second_guardian=GUARDIAN,
            teacher_mother=GUARDIAN,
            child=_family("barnet"),
            officer=DATA_OFFICER,
        ),
    ),
    Place(
        "quiet_log",
        LOG,
        WAITING,
        _people(
            colleague="stafetthaldar",
            leader="leiar",
            substitute=GUARDIAN,
            other_guardian=GUARDIAN,
            officer=DATA_OFFICER,
        ),
    ),
    Place(
        "other_log",
        LOG,
        CLOSED,
        _people(other_holder="stafetthaldar", other_leader="leiar", other_guardian=GUARDIAN, officer=DATA_OFFICER),
    ),
    Place("far_log", LOG, ACTIVE, _people(far_leader="stafetthaldar + leiar", far_guardian=GUARDIAN)),
    Place(
        "draft",
        WONDER,
        frozenset({"alltid", "undringa er ikkje delt", "undringa er ikkje avgjord"}),
        _people(employee="den som skreiv", leader="leiar", substitute="leiar"),
    ),
    Place(
        "shared",
        WONDER,
        frozenset({"alltid", "undringa er delt", "undringa er delt og ikkje avgjord", "undringa er ikkje avgjord"}),
        _people(colleague="den som skreiv", leader="leiar", substitute="leiar"),
    ),
    Place(
        "decided",
        WONDER,
        frozenset({"alltid", "undringa er delt"}),
        _people(holder="den som skreiv", leader="leiar", substitute="leiar"),
    ),
    Place(
        "far",
        WONDER,
        frozenset({"alltid", "undringa er delt", "undringa er delt og ikkje avgjord", "undringa er ikkje avgjord"}),
        _people(far_leader="den som skreiv + leiar"),
    ),
    Place(
        "school",
        UNIT,
        frozenset({"alltid"}),
        _people(
            leader="leiar + tilsett",
            substitute="leiar + tilsett",
            holder="tilsett + tilsett med avgjord undring",
            deputy="tilsett",
            employee="tilsett",
            colleague="tilsett",
            receiver="tilsett",
            teacher_mother="tilsett",
            administrator=ADMINISTRATOR,
        ),
    ),
    Place(
        "kindergarten",
        UNIT,
        frozenset({"alltid"}),
        _people(other_leader="leiar + tilsett", other_holder="tilsett", administrator=ADMINISTRATOR),
    ),
    Place("far_school", UNIT, frozenset({"alltid"}), _people(far_leader="leiar + tilsett")),
    Place(
        "fjordvik",
        MUNICIPALITY,
        frozenset({"alltid"}),
        _people(
            administrator=ADMINISTRATOR,
            officer=DATA_OFFICER,
            leader="leiar",
            substitute="leiar",
            other_leader="leiar",
            ppt_leader="leiar",
        ),
    ),
    Place("havvik", MUNICIPALITY, frozenset({"alltid"}), _people(far_leader="leiar")),
)

# --- the page, read as a lawyer reads it --------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of the page."""

    section: str
    action: str
    relations: frozenset[str]
    when: str
    rows: str


def read_page() -> list[Row]:
    """Every row of docs/access.md that gives somebody something."""
    found, section = [], ""
    for line in ACCESS.read_text().splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ").strip()
        elif line.startswith("| `"):
            code, _, people, when, rows, _ = (cell.strip() for cell in line.strip("|").split("|"))
            found.append(Row(section, code.strip("`"), frozenset(people.split(", ")), when, rows))
    return found


PAGE = read_page()


def granted(place: Place, persona: Persona) -> dict[str, set[str]]:
    """What the page gives the persona on this root: verb → on which rows."""
    gives: dict[str, set[str]] = {}
    for row in PAGE:
        if row.section == place.section and row.when in place.true and place.relations(persona) & row.relations:
            gives.setdefault(row.action, set()).add(row.rows)
    return gives


# the post in the addresses is an employee's, or a leader's where it is about who leads
EVERY_ROW = {"alt", "stillingar som tilsett", "stillingar som leiar og vikarleiar"}
# whose the row in the address is, for the verbs that ask
OWNERS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "det ein har skrive sjølv": {"note.change": "employee", "glimpse.change": "employee", "voice.change": "holder"},
    "tiltak ein er ansvarleg for eller har planlagt": {"measure.change": "employee", "measure.evaluate": "employee"},
    "evalueringar av tiltak ein er ansvarleg for eller har planlagt": {"evaluation.change": "employee"},
    "sitt eige samtykke": {"consent.answer": "guardian", "consent.withdraw": "guardian"},
    "det som ventar, og som korkje gjeld ein sjølv eller er skrive inn av ein sjølv": {
        "family.confirm": "substitute",
        "family.decline": "substitute",
    },
    "nummer som ventar på nettopp denne": dict.fromkeys(("number.confirm", "number.decline"), "administrator"),
    "namn som ventar på nettopp denne": {},
    "sitt eige tilbod": {"transfer.accept": "receiver", "transfer.decline": "receiver"},
}
