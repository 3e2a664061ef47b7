"""The access policy in Norwegian, written from POLICY: what a data-protection officer reads and signs (`docs/access.md`).

A word that is missing here stops the writing: no verb, relation or condition reaches the policy without a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from stafettlogg.core import policy
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import POLICY, RELATIONS, Action, Grant, Relation, Root, RowCondition, actions_on

HATS = {
    Hat.STAFF: "tilsett",
    Hat.FAMILY: "familie",
    Hat.ADMINISTRATION: "kommuneadministrator",
    Hat.OFFICER: "personvernombod",
}

SECTIONS = {
    Root.LOG: "Stafettloggen",
    Root.WONDER: "Undringa",
    Root.UNIT: "Eininga",
    Root.MUNICIPALITY: "Kommunen",
}

# relation → (name, who it is)
PEOPLE = {
    Relation.HOLDER: ("stafetthaldar", "har stafettpinnen no, og har ei gyldig stilling i eininga"),
    Relation.DEPUTY: (
        "vikar",
        "er peika ut til å stå inn for stafetthaldaren, frå–til, og har ei gyldig stilling i eininga",
    ),
    Relation.LEADER: ("leiar", "er leiar eller vikarleiar i eininga i dag"),
    Relation.EMPLOYEE: (
        "tilsett med tilgang",
        "er sleppt inn av leiaren, frå–til, og har ei gyldig stilling i eininga",
    ),
    Relation.RECEIVER: (
        "mottakar",
        "er tilboden stafettpinnen og har ikkje svart, og har ei gyldig stilling i eininga",
    ),
    Relation.GUARDIAN: ("føresett", "står som føresett i loggen"),
    Relation.CHILD: ("barnet", "er barnet loggen handlar om, sleppt inn med eit medvite val"),
    Relation.OFFICER: ("personvernombod", "er personvernombodet til kommunen"),
    Relation.WRITER: ("den som skreiv", "skreiv undringa, og har ei gyldig stilling i eininga"),
    Relation.WONDER_LEADER: ("leiar", "er leiar eller vikarleiar i eininga i dag"),
    Relation.UNIT_LEADER: ("leiar", "er leiar eller vikarleiar i eininga i dag"),
    Relation.UNIT_EMPLOYEE: ("tilsett", "har ei gyldig stilling i eininga i dag, leiaren medrekna"),
    Relation.DECIDED_WRITER: (
        "tilsett med avgjord undring",
        "skreiv ei undring som leiaren har avgjort skal bli til ein logg",
    ),
    Relation.UNIT_ADMINISTRATOR: ("kommuneadministrator", "er kommuneadministrator i dag"),
    Relation.ADMINISTRATOR: ("kommuneadministrator", "er kommuneadministrator i dag"),
    Relation.OFFICER_OF: ("personvernombod", "er personvernombodet til kommunen i dag"),
    Relation.LEADING: ("leiar", "er leiar eller vikarleiar i ei eining i kommunen i dag"),
}

VERBS = {
    Action.LOG_READ: "lese loggen",
    Action.LOG_TRAIL: "sjå kven som har gjort og lese kva",
    Action.LOG_CLOSE: "avslutte loggen",
    Action.LOG_REOPEN: "opne loggen att",
    Action.CHILD_CORRECT: "rette opplysingane om barnet",
    Action.CHILD_INVITE: "sleppe inn barnet",
    Action.GUARDIAN_INVITE: "invitere ein føresett",
    Action.GUARDIAN_CORRECT: "rette eller fjerne ein føresett",
    Action.FAMILY_CONFIRM: "stadfeste at ein som leier eininga eller har stafettpinnen, høyrer til familien",
    Action.FAMILY_DECLINE: "seie nei til at ein som leier eininga eller har stafettpinnen, høyrer til familien",
    Action.EMPLOYEE_ADMIT: "sleppe inn ein tilsett",
    Action.EMPLOYEE_DISMISS: "ta bort tilgangen til ein tilsett",
    Action.DEPUTY_APPOINT: "peike ut vikar for stafetthaldaren",
    Action.DEPUTY_DISMISS: "avslutte tida til vikaren",
    Action.TRANSFER_OFFER: "tilby stafettpinnen til ein ny",
    Action.TRANSFER_WITHDRAW: "trekkje tilbodet",
    Action.TRANSFER_ACCEPT: "ta imot stafettpinnen",
    Action.TRANSFER_DECLINE: "seie nei til stafettpinnen",
    Action.CONSENT_ASK: "be om samtykke",
    Action.CONSENT_ANSWER: "svare på spørsmål om samtykke",
    Action.CONSENT_REGISTER: "registrere eit svar gitt på papir eller munnleg",
    Action.CONSENT_EXCEPT: "gå vidare utan svaret til ein person, med grunn",
    Action.CONSENT_WITHDRAW: "trekkje samtykket tilbake",
    Action.LEVEL_CHANGE: "endre nivå",
    Action.CONCERN_ADD: "skrive ei ny merksemd",
    Action.CONCERN_CHANGE: "endre ei merksemd",
    Action.CONCERN_RESOLVE: "seie at ei merksemd er løyst",
    Action.CONCERN_EXCEPT: "grunngje at eit tiltak manglar",
    Action.MEASURE_PLAN: "planleggje eit tiltak",
    Action.MEASURE_CHANGE: "endre eit tiltak",
    Action.MEASURE_EVALUATE: "evaluere eit tiltak",
    Action.EVALUATION_CHANGE: "endre ei evaluering",
    Action.STEP_ADD: "leggje eit steg på vegen",
    Action.STEP_CHANGE: "endre eit steg på vegen",
    Action.VOICE_RECORD: "skrive ned barnet si stemme",
    Action.VOICE_CHANGE: "rette det som vart skrive om barnet si stemme",
    Action.GLIMPSE_ADD: "dele eit lysglimt",
    Action.GLIMPSE_CHANGE: "rette eit lysglimt",
    Action.NOTE_ADD: "skrive eit notat",
    Action.NOTE_CHANGE: "rette eit notat",
    Action.ATTACHMENT_ADD: "leggje ved ei fil",
    Action.ATTACHMENT_READ: "opne eit vedlegg",
    Action.WONDER_READ: "lese undringa",
    Action.WONDER_CHANGE: "endre undringa",
    Action.WONDER_SHARE: "dele undringa med leiaren",
    Action.WONDER_DECIDE: "avgjere kva undringa fører til",
    Action.UNIT_READ: "sjå eininga og kven som har stilling der",
    Action.WONDER_WRITE: "skrive ei undring",
    Action.LOG_OPEN: "opne ein logg",
    Action.LEADER_APPOINT: "peike ut leiar eller vikarleiar i eininga",
    Action.LEADER_DISMISS: "avslutte stillinga til leiaren eller vikarleiaren",
    Action.STAFF_APPOINT: "tilsetje nokon i eininga",
    Action.STAFF_DISMISS: "avslutte stillinga til ein tilsett",
    Action.PERSON_CORRECT: "rette namnet til ein tilsett",
    Action.NUMBER_REQUEST: "be om at nummeret til nokon blir endra",
    Action.UNIT_CHANGE: "rette kva eininga heiter og er",
    Action.UNIT_LIST: "sjå einingane i kommunen",
    Action.UNIT_ADD: "leggje til ei eining",
    Action.UNITS_IMPORT: "hente inn einingar frå ei fil",
    Action.STAFF_IMPORT: "hente inn tilsette frå ei fil",
    Action.SETTINGS_CHANGE: "endre kva kommunen har bestemt",
    Action.PERSON_LIST: "søkje mellom dei som har stilling i kommunen",
    Action.NUMBER_CONFIRM: "stadfeste at eit nummer blir endra",
    Action.NUMBER_DECLINE: "seie nei til at eit nummer blir endra",
    Action.NAME_CONFIRM: "stadfeste at eit namn og eit nummer er same person",
    Action.NAME_DECLINE: "seie at eit namn og eit nummer ikkje er same person",
    Action.TRAIL_LIST: "sjå sporinga i heile kommunen",
}

REMARKS = {
    Action.LOG_READ: "Kvar lesing blir ført i sporinga. Føresette les òg etter at loggen er avslutta.",
    Action.LOG_TRAIL: "Familien ser kva dei som arbeider og ein sjølv har lese, tilsette av familien berre kva dag; ombodet ser all sporing, aldri tekstane.",
    Action.LOG_CLOSE: "R18: ikkje med tiltak ingen har evaluert, utan grunn.",
    Action.LOG_REOPEN: "R20: fram til loggen er arkivert.",
    Action.CHILD_CORRECT: "R20: med grunn.",
    Action.GUARDIAN_CORRECT: "R20: med grunn.",
    Action.FAMILY_CONFIRM: "R24: til då har den det gjeld dei rettane ho hadde.",
    Action.FAMILY_DECLINE: "R24: med grunn.",
    Action.TRANSFER_ACCEPT: "R2: den gamle held stafettpinnen heilt til den nye har sagt ja.",
    Action.CONSENT_ANSWER: "Ingen svarar for andre.",
    Action.CONSENT_WITHDRAW: "Ingen trekkjer tilbake for andre.",
    Action.CONSENT_REGISTER: "R25: papiret blir lagt ved.",
    Action.CONSENT_EXCEPT: "R1: med grunn.",
    Action.LEVEL_CHANGE: "R8: nivå 2 og 3 krev eige samtykke.",
    Action.CONCERN_EXCEPT: "R3: med grunn.",
    Action.MEASURE_PLAN: "Ein tilsett med tilgang er sjølv ansvarleg for tiltaket.",
    Action.MEASURE_EVALUATE: "R11: ikkje utan barnet si stemme, eller grunnen til at barnet ikkje vart spurt.",
    Action.WONDER_READ: "R22: ingen andre enn desse to.",
    Action.LOG_OPEN: "R20: ikkje to loggar om same barn. R24: ikkje for ein som er føresett for barnet.",
    Action.LEADER_APPOINT: "R26: aldri seg sjølv. Dei som leier eininga frå før, og personvernombodet, får vite det.",
    Action.STAFF_APPOINT: "R26: aldri seg sjølv.",
    Action.PERSON_CORRECT: "R28: namnet på stillinga; personen sitt eige namn står.",
    Action.NUMBER_REQUEST: "R27: det gamle nummeret gjeld til ein annan har stadfesta; etter 14 dagar fell det bort.",
    Action.NUMBER_CONFIRM: "R27: aldri personen sjølv, aldri den som bad om det. Maskina vurderer kven som må stadfeste.",
    Action.NAME_CONFIRM: "R28: både ein administrator og ombodet. Dei ser namn og nummer, ikkje barn og ikkje eining.",
    Action.PERSON_LIST: "Aldri føresette og barn.",
    Action.STAFF_IMPORT: "Heile fila eller ingenting. Den som ikkje står der, sluttar; ingen blir sletta. R26: fila gjev aldri noko til den som hentar ho inn.",
    Action.SETTINGS_CHANGE: "Det som stod før, og kven som endra det, blir teke vare på.",
}

WHEN: tuple[tuple[Q, str], ...] = (
    (policy.ALWAYS, "alltid"),
    (policy.OPEN, "loggen er ikkje avslutta"),
    (policy.ACTIVE, "loggen er i gang"),
    (policy.CLOSED, "loggen er avslutta"),
    (policy.ACTIVE_PLANNING, "loggen er i gang, og kommunen lèt tilsette planleggje"),
    (policy.ACTIVE_WRITING, "loggen er i gang, og kommunen lèt tilsette skrive"),
    (policy.DRAFT, "undringa er ikkje delt"),
    (policy.SHARED, "undringa er delt"),
    (policy.UNDECIDED, "undringa er delt og ikkje avgjord"),
    (policy.UNDECIDED_OR_DRAFT, "undringa er ikkje avgjord"),
)

ROWS: dict[RowCondition, str] = {
    policy.EVERY: "alt",
    policy.WRITTEN: "det ein har skrive sjølv",
    policy.RESPONSIBLE: "tiltak ein er ansvarleg for eller har planlagt",
    policy.RESPONSIBLE_MEASURE: "evalueringar av tiltak ein er ansvarleg for eller har planlagt",
    policy.ASKED: "sitt eige samtykke",
    policy.OFFERED: "sitt eige tilbod",
    policy.EMPLOYED: "stillingar som tilsett",
    policy.WAITING: "det som ventar, og som korkje gjeld ein sjølv eller er skrive inn av ein sjølv",
    policy.LEADS: "stillingar som leiar og vikarleiar",
    policy.NUMBERS: "nummer som ventar på nettopp denne",
    policy.NAMES: "namn som ventar på nettopp denne",
}

INTRODUCTION = """\
# Kven får gjere kva

Denne sida er skriven av maskina, frå tabellen i `stafettlogg/core/policy.py`; ein test stoppar når dei to ikkje er like.
Det som ikkje står her, er ikkje lov. Ingen rad gjeld på tvers av kommunar. Den som er føresett eller barn i ein logg, har
aldri noko tilsettforhold til same loggen (R24). Eit forhold gjeld berre når ein er logga inn i den rolla det høyrer til:
lærar og mor er to ulike innloggingar.
"""


def when(grant: Grant) -> str:
    """The grant's condition on the root, in words; raises `LookupError` for one without words."""
    for condition, words in WHEN:
        if condition == grant.when:
            return words
    raise LookupError(f"Give the condition {grant.when} words in core/access_table.py.")


def _rows(action: Action) -> Iterator[str]:
    for number, grant in enumerate(POLICY[action]):
        people = ", ".join(PEOPLE[relation][0] for relation in grant.relations)
        remark = REMARKS.get(action, "") if number == 0 else ""
        yield f"| `{action}` | {VERBS[action]} | {people} | {when(grant)} | {ROWS[grant.row]} | {remark} |".replace(
            "|  |", "| |"
        )


def _section(root: Root) -> Iterator[str]:
    yield f"## {SECTIONS[root]}\n"
    yield "| forhold | innlogga som | er ein som |"
    yield "|---|---|---|"
    for relation, link in RELATIONS.items():
        if link.root is root:
            name, who = PEOPLE[relation]
            yield f"| {name} | {HATS[link.hat]} | {who} |"
    yield "\n| kode | kva | kven | når | på kva | merknad |"
    yield "|---|---|---|---|---|---|"
    for action in actions_on(root):
        yield from _rows(action)


def page() -> str:
    """The whole page, a section for each root and a row for each grant."""
    return INTRODUCTION + "".join("\n" + "\n".join(_section(root)) + "\n" for root in SECTIONS)
