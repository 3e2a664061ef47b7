"""Leon, four years, in Havvik: his mother signed on paper (R25); the measures are to be looked at this week."""

from __future__ import annotations

from stafettlogg.management.world.cast import HAVVIK_BARNEHAGE
from stafettlogg.management.world.papers import paper
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Siv Moen"


def tell(place: Place) -> None:
    """A boy who finds peace in small pieces."""
    opening = Opening("Leon Moen", aged(4, 75), [place.guardian(MOTHER, "mamma")])
    tale = Tale(place, 54, "Mona Krog", HAVVIK_BARNEHAGE, "Eirik Aasen", opening)
    tale.yes_on_paper(
        51, MOTHER,
        paper(
            "Samtykke til stafettlogg, nivå 1", "Jeg samtykker til at Havvik barnehage åpner en stafettlogg for barnet mitt.",
            "Jeg har fått vite at jeg kan trekke samtykket når som helst.", "Signert: Siv Moen",
        ),
    )  # fmt: skip
    tale.said(44, "Jeg vil ha hodetelefonene som er grønne.")
    feelings = tale.worry(
        38,
        "feelings",
        "Leon strever i overgangene: når vi skal inn, ut eller spise. Da gråter han og vil ha alle tingene sine med seg.",
    )
    path = tale.path(38, "Jeg ser på bildet", "Jeg tar én ting med", "Jeg sier «nå»")
    tale.here(
        38, feelings, "Bildet av det neste",
        "Leon øver på å vite hva som kommer, og blir med i to av tre overganger uten å gråte.",
        "Eirik viser bildet fem minutter før, og Leon henger det på. Én ting kan være med i lomma.",
    )  # fmt: skip
    tale.at_home(
        38, feelings, "Tre bilder før leggetid",
        "Leon øver på å følge en rekkefølge han selv har sett.",
        "Pusse, lese, kos. Leon snur bildene når det er gjort.",
        MOTHER,
    )  # fmt: skip
    tale.saw(31, "Hang opp bildet av sandkassa og sa «nå!».")
    tale.heard(25, "Snudde alle tre bildene før mamma rakk å si noe.")
    tale.reach(24, path[0])
    tale.saw(18, "La tre biler tilbake i hylla, og tok med den gule.")
    tale.noted(
        14, "Mamma har ikke BankID ennå. Vi leser høyt fra loggen for henne hver fredag når hun henter.", feelings
    )
    tale.reach(13, path[1])
    tale.heard(9, "Vinket til bussen og gikk rett inn døra hjemme.")
    tale.saw(3, "Viste bildet til Ada da hun gråt: «Se. Snart mat.»")
