"""Sara, 10B in Havvik: fifteen years, has consented herself and is let in."""

from __future__ import annotations

from stafettlogg.management.world.cast import UNGDOMSSKOLEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Camilla Berg"


def tell(place: Place) -> None:
    """Mondays."""
    born = aged(15, 290)
    opening = Opening("Sara Berg", born, [place.guardian(MOTHER, "mamma")])
    tale = Tale(place, 50, "Berit Strand", UNGDOMSSKOLEN, "Jon Eide", opening)
    tale.invites_child(50, "Sara Berg", born)
    tale.yes(48, MOTHER)
    tale.yes(47, "Sara Berg")
    wellbeing = tale.worry(40, "wellbeing", "Sara har vært mye borte på mandager og sier at hun er sliten.")
    tale.said(40, "Jeg vil at dagen skal begynne rolig.")
    path = tale.path(40, "Jeg står opp når jeg vil snu meg", "Jeg er der til andre time", "Jeg er der til første")
    tale.here(
        40, wellbeing, "Rolig start på mandager",
        "Sara øver på å komme til første time, og mestrer tre av fire mandager.",
        "Sara og Jon møtes på biblioteket ti minutter før timen, med en plan for dagen.",
    )  # fmt: skip
    evening = tale.at_home(
        40, wellbeing, "Telefonen sover på kjøkkenet",
        "Sara øver på å legge seg til samme tid, også i helgene.",
        "Alle telefonene i huset lades på kjøkkenet fra klokka halv elleve. Mamma også.",
        MOTHER,
    )  # fmt: skip
    tale.do_better(
        37, evening,
        how="Telefonene lades på kjøkkenet fra klokka elleve. Det er Sara som har foreslått tiden. Mamma også.",
    )  # fmt: skip
    tale.saw(33, "Satt på biblioteket da jeg kom, og hadde skrevet dagsplanen selv.")
    tale.heard(27, "Sto opp før mamma på en mandag, og laget kaffe til henne.")
    tale.reach(26, path[0])
    tale.noted(22, "Sara vil selv lese det vi skriver før vi deler det med flere. Det er avtalt.", wellbeing)
    tale.saw(19, "Rakk første time, og lo av noe med Thea.")
    tale.heard(13, "Sa nei til å sitte oppe, og spurte om film på lørdag i stedet.")
    tale.reach(12, path[1])
    tale.said(6, "Det hjelper å vite hva som skjer før andre spør.")
    tale.saw(5, "Kom til første time tre mandager på rad.")
