"""Johannes, 3A: two homes that see it differently; father has no parental responsibility, and reads (R1)."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale
from stafettlogg.relay.models import Membership

MOTHER, FATHER = "Vigdis Sunde", "Roar Eik"


def tell(place: Place) -> None:
    """A boy with two Sundays."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa", Membership.Basis.WITHOUT)]
    tale = Tale(
        place, 118, "Gunnhild Tveiten", FOSSHEIM, "Silje Hamre", Opening("Johannes Sunde", aged(8, 240), guardians)
    )
    tale.yes(117, MOTHER)
    tale.said(106, "Eg hugsar ikkje kor gymposen er. Den bur to stader.")
    wellbeing = tale.worry(
        103, "wellbeing", "Johannes er uroleg på måndagar og fredagar. Han manglar ofte ting, og det gjer han flau."
    )
    path = tale.path(103, "Eg veit kva dag det er", "Eg har det eg treng", "Eg seier ifrå når eg manglar noko")
    monday = tale.here(
        103, wellbeing, "Mjuk måndag",
        "Johannes øver på å lande, og er med i timen innan ti minutt.",
        "Silje møter han ved hylla. Dei ser på vekeplanen saman, og han fyller på det som manglar frå reservekassa.",
    )  # fmt: skip
    bag = tale.at_home(
        103, wellbeing, "Same liste på begge kjøleskap",
        "Johannes øver på å pakke sekken sjølv.",
        "Éi liste med seks bilete. Johannes kryssar av kvelden før, same kor han er.",
        MOTHER,
    )  # fmt: skip
    tale.saw(96, "Fann gymposen i hylla og ropte: «Eg har han!»")
    tale.heard(89, "Mamma fortel: kryssa av heile lista medan ho laga middag.")
    tale.reach(85, path[0])
    tale.heard(78, "Pappa fortel: ringde for å spørje om lista hekk der òg.")
    bag = tale.look(
        60, bag, "some_effect", "adjust",
        child="Det er to lister. Den hos pappa er eldre.",
        home="Mor: Lista verkar når ho er den same begge stader. Far: Eg vil gjerne ha ho på telefonen. Eg meiner vi kan bruke færre bilete.",
        work="Han har med seg meir enn før. Vi ser skilnad på vekene, men ikkje kven det kjem av, og det treng vi ikkje vite.",
        title="Éi liste som følgjer sekken",
        how="Lista ligg i sekken, i plastlomme, med fire bilete. Johannes har tusjen. Den vaksne han er hos, ser på saman med han.",
    )  # fmt: skip
    tale.look(
        60, monday, "good_effect", "continue",
        child="Eg likar reservekassa. Ingen ser at eg hentar.",
        home="Mor: Han gruar seg mindre. Far: Eg merkar ingen stor skilnad, men han pratar om Silje.",
        work="Han er med i timen etter fem–sju minutt.",
    )  # fmt: skip
    tale.reach(52, path[1])
    tale.saw(45, "Gav bort reserveviskelêret sitt til ein som mangla.")
    tale.noted(38, "Mor og far ynskjer eigne samtalar. Vi seier det same til begge, og skriv det same her.", wellbeing)
    tale.heard(30, "Pappa fortel: pakka sekken før han fekk skjermtid, utan å bli minna på det.")
    tale.look(
        18, monday, "good_effect", "continue",
        child="Måndag er nesten som tysdag.",
        home="Mor: Vi bør halde fram ut skuleåret. Far: Eg trur han klarer seg utan snart, og at vi kan trappe ned.",
        work="Vi held fram, og let Johannes avgjere når han ikkje treng det.",
    )  # fmt: skip
    tale.look(
        18, bag, "good_effect", "continue",
        child="Det er mi liste. Ho bur i sekken.",
        home="Mor: Fire bilete er nok. Far: Samd. Dette fungerer.",
        work="Sekken er komplett fire av fem dagar.",
    )  # fmt: skip
    tale.said(10, "No hugsar eg for dei vaksne òg.")
    tale.saw(5, "Sa ifrå om at han mangla innesko før nokon hadde merka det.")
    tale.reach(5, path[2])
