"""Mathias, 6A: his holder has another job now, so nobody at the school has the baton; measures are due this week (R2, R9)."""

from __future__ import annotations

from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Lene Økland"


def tell(place: Place) -> None:
    """A boy who knows it all and cannot begin."""
    guardians = [place.guardian(MOTHER, "mamma")]
    tale = Tale(place, 100, "Kari Lunde", SKULEN, "Arild Sæbø", Opening("Mathias Økland", aged(11, 120), guardians))
    tale.yes(98, MOTHER)
    tale.said(90, "Eg kan det inni hovudet. Det er arket som er problemet.")
    learning = tale.worry(
        88, "learning",
        "Mathias kan mykje munnleg, men kjem ikkje i gang når han skal skrive. Ofte er arket tomt når timen er slutt.",
    )  # fmt: skip
    path = tale.path(88, "Eg skriv namnet mitt", "Eg skriv éi linje", "Eg skriv før Arild kjem", "Eg skriv ferdig")
    start = tale.here(
        88, learning, "Tre minutt saman",
        "Mathias øver på å kome i gang, og har ei linje på arket innan fem minutt.",
        "Arild set seg ned saman med han dei tre fyrste minutta. Mathias seier setninga høgt fyrst, så skriv han ho.",
    )  # fmt: skip
    homework = tale.at_home(
        88, learning, "Kort økt med klokke",
        "Mathias øver på å byrje sjølv når klokka ringjer.",
        "Ti minutt rett etter mat. Når klokka ringjer att, er det slutt, same kor langt han har kome.",
        MOTHER,
    )  # fmt: skip
    tale.saw(82, "Skreiv fem linjer om Minecraft utan ein einaste pause.")
    tale.heard(75, "Sette på klokka sjølv, og sa «ikkje snakk til meg no».")
    tale.reach(70, path[0])
    tale.reach(62, path[1])
    tale.saw(58, "Las teksten sin høgt for ein gut i femte.")
    tale.noted(50, "Mor ringde. Ho seier at det er mindre krangling om leksene, og at ti minutt er nok.", learning)
    tale.look(
        39, start, "good_effect", "continue",
        child="Det går fint når nokon sit der i starten. Så må dei gå.",
        home="Han fortel kva han har skrive. Det gjorde han aldri før.",
        work="Han kjem i gang fire av fem gonger. Tysdagar etter gym er det vanskelegast.",
    )  # fmt: skip
    tale.look(
        39, homework, "some_effect", "continue",
        child="Ti minutt er greitt. Femten er for mykje.",
        home="Det verkar dei dagane vi er to vaksne heime.",
        work="Leksene er som oftast påbyrja.",
    )  # fmt: skip
    tale.saw(33, "Kom inn etter friminutt og byrja å skrive før eg rakk bort til han.")
    tale.reach(33, path[2])
    tale.heard(24, "Skreiv ønskjeliste på to sider.")
    tale.noted(
        9, "Eg sluttar på fredag. Mathias veit det. Han vil vite kven som kjem og sit der dei tre minutta.", learning
    )
