"""Eskil, 3. trinn: nothing to try at home, and it says why (R3); father cannot be reached (R25); looked at two days ago."""

from __future__ import annotations

from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Margunn Førde", "Roy Førde"


def tell(place: Place) -> None:
    """The school bus."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa")]
    tale = Tale(place, 62, "Kari Lunde", SKULEN, "Torunn Espe", Opening("Eskil Førde", aged(8, 90), guardians))
    tale.yes(61, MOTHER)
    tale.without(
        52,
        FATHER,
        "Far bur i utlandet. Vi har skrive tre gonger og ringt to, utan å få svar. Mor har ikkje anna nummer.",
    )
    tale.said(49, "Det er for mykje lyd i bussen. Eg får vondt i magen allereie i gangen.")
    bus = tale.worry(
        46,
        "wellbeing",
        "Eskil gruar seg til bussen. Inne på skulen har han det godt, men morgonen sit i kroppen til andre time.",
    )
    tale.needs_no_other(
        46, bus, "Det er på bussen det er vanskeleg. Heime er det ingenting å øve på, seier mor, og vi er samde om det."
    )
    path = tale.path(46, "Eg sit framme", "Eg sit saman med Lars", "Eg går av og er glad")
    seat = tale.here(
        46, bus, "Fast sete og ein fadder",
        "Eskil øver på å ta bussen, og meistrar turen utan vondt i magen fire av fem dagar.",
        "Fast plass bak sjåføren, saman med Lars frå sjette. Torunn tek imot i skulegarden og spør med tommel opp eller ned.",
    )  # fmt: skip
    tale.saw(40, "Hoppa ned frå bussen og viste tommel opp før eg fekk spurt.")
    tale.reach(36, path[0])
    tale.saw(29, "Fortalde heile klassa om gravemaskina dei køyrer forbi.")
    tale.heard(20, "Stod klar med sekken ti minutt før tida.")
    tale.noted(13, "Sjåføren seier at Eskil no helsar på alle når han går på. Mor er glad for at vi ringde.", bus)
    tale.reach(11, path[1])
    tale.said(3, "Lars sparer plassen til meg. Det er vår plass.")
    tale.look(
        2, seat, "good_effect", "continue",
        child="Eg har vondt i magen berre når Lars er sjuk.",
        home="Morgonane er heilt annleis. Han et frukost igjen.",
        work="Fire av fem dagar er fine. Vi treng ein plan for dei dagane Lars er borte.",
    )  # fmt: skip
