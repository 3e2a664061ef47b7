"""Ylva, 4B: begun with a wonder, just in use, and without a measure at home (R3)."""

from __future__ import annotations

from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import AFTERNOON, Opening, Tale, ago
from stafettlogg.relay import wonders
from stafettlogg.relay.models import Wonder

MOTHER = "Anne Hjelmeland"


def tell(place: Place) -> None:
    """Tears over small mistakes."""
    ingrid = place.as_("Ingrid Vik")
    with ago(44, AFTERNOON):
        wonder = wonders.write(
            ingrid, place.units[SKULEN], about="Ei jente i 4B",
            text="Ho græt når noko blir feil, og har rive sund arket sitt tre gonger denne veka. Det er nytt for meg.",
        )  # fmt: skip
        wonder = wonders.share(ingrid, wonder)
    with ago(40, AFTERNOON):
        wonders.decide(
            place.as_("Kari Lunde"), wonder, decision=Wonder.Decision.OWN_UNIT, has_read_duty=True,
            note="Ingrid snakkar med Ylva og mor. Vi opnar logg om dei vil.",
        )  # fmt: skip
    guardians = [place.guardian(MOTHER, "mamma")]
    opening = Opening("Ylva Hjelmeland", aged(9, 200), guardians)
    tale = Tale(place, 34, "Kari Lunde", SKULEN, "Ingrid Vik", opening, wonder.pk)
    tale.yes(33, MOTHER)
    tale.said(27, "Eg blir så sint på blyanten.")
    feelings = tale.worry(
        25, "feelings", "Ylva blir fort lei seg når noko blir feil. Då riv ho arket eller legg seg over pulten."
    )
    path = tale.path(25, "Eg pustar", "Eg strekar over", "Eg ler av det")
    tale.here(
        25, feelings, "Kladdebok der alt er lov",
        "Ylva øver på å la ein feil stå, og meistrar å gå vidare utan å byrje på nytt.",
        "Alle i klassa får kladdebok. Vi stryk over med éin strek og seier «neste». Ingrid gjer feil høgt på tavla.",
    )  # fmt: skip
    tale.saw(19, "Strauk over eit ord med éin strek og sa «neste».")
    tale.reach(16, path[0])
    tale.noted(
        14, "Mor vil tenkje på kva som passar heime. Dei har hatt mykje å gjere. Vi ringjest i neste veke.", feelings
    )
    tale.saw(7, "Viste fram det verste arket sitt til sidemannen, og begge lo.")
