"""Oda, 3A: closed, because it goes on in an individual plan."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Solveig Lindal"


def tell(place: Place) -> None:
    """The playground that became possible."""
    opening = Opening("Oda Lindal", aged(8, 160), [place.guardian(MOTHER, "mamma")])
    tale = Tale(place, 190, "Gunnhild Tveiten", FOSSHEIM, "Silje Hamre", opening)
    tale.yes(189, MOTHER)
    tale.said(180, "Eg vil bestemme sjølv når eg skal kvile.")
    movement = tale.worry(
        178,
        "movement",
        "Oda brukar rullator. I storefri er ho mest ved veggen, fordi det er tungt å kome seg rundt og lett å bli skuva.",
    )
    path = tale.path(178, "Eg er ved veggen", "Eg er ved huskene", "Eg er der eg vil")
    yard = tale.here(
        178, movement, "Ein veg rundt skulegarden",
        "Oda øver på å velje kvar ho vil vere, og når dit sjølv.",
        "Fast veg utan kant, merkt med gult. To medelevar har «gul veke». Oda seier når ho vil kvile.",
    )  # fmt: skip
    garden = tale.at_home(
        178, movement, "Grannerunden",
        "Oda øver på å gå lenger enn ho trur.",
        "Runden til naboen kvar dag, med mål om å banke på sjølv.",
        MOTHER,
    )  # fmt: skip
    tale.saw(168, "Trilla rullatoren heilt til huskene, og kom leande tilbake med grus i hjula.")
    tale.reach(166, path[0])
    tale.heard(157, "Banka på hos naboen og fekk vaffel.")
    tale.look(
        135, yard, "good_effect", "more_help",
        child="Eg vil ha ei huske der eg kan sitje godt.",
        home="Ho er meir ute enn før. No treng vi nokon som kan hjelpemiddel.",
        work="Vegen verkar. Utstyr og tilrettelegging i gym er større enn det skulen har kunnskap om.",
    )  # fmt: skip
    tale.look(
        135, garden, "good_effect", "continue",
        child="Naboen har katt.",
        home="Runden er dagens høgdepunkt.",
        work="Ho er mindre trøytt i siste time.",
    )  # fmt: skip
    tale.asks(134, 2)
    tale.yes(132, MOTHER, level=2)
    tale.goes_to(131, 2, "Helsestasjonen og fysioterapeuten blir med om hjelpemiddel og gym.")
    tale.saw(120, "Fekk prøve den nye huska. Ho ville ikkje gå inn.")
    tale.reach(112, path[1])
    for measure, said in ((yard, "Eg er der eg vil no."), (garden, "Katten ventar på meg.")):
        tale.look(
            92, measure, "goal_reached", "continue", child=said,
            home="Vi har fått barnekoordinator, og skal lage individuell plan.",
            work="Måla er nådde, og vi held fram til planen er klar.",
        )  # fmt: skip
    tale.reach(90, path[2])
    tale.heard(63, "Hadde med nabojenta heim, heilt utan vaksne.")
    for measure in (yard, garden):
        tale.look(
            50, measure, "goal_reached", "end", why="Det blir ein del av den individuelle planen.",
            child="Eg vil at det gule skal bli verande.",
            home="Vi er trygge på at det held fram i planen.",
            work="Den gule vegen blir måla på nytt og står i planen.",
        )  # fmt: skip
    tale.closes(
        44, "individual_plan",
        "Vi held fram i individuell plan, med barnekoordinator frå helsestasjonen. Takk, Oda – du lærte oss å sjå skulegarden på nytt.",
    )  # fmt: skip
