"""Live, five years, with two mothers: closed with the goal reached, and opened again (R20)."""

from __future__ import annotations

from stafettlogg.management.world.cast import NOTTELIA
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

INGER, TONE = "Inger Kvamme", "Tone Kvamme"


def tell(place: Place) -> None:
    """To be sad without throwing, and then a new little brother."""
    guardians = [place.guardian(INGER, "mamma"), place.guardian(TONE, "mami")]
    tale = Tale(place, 172, "Bente Kalland", NOTTELIA, "Ola Skaar", Opening("Live Kvamme", aged(5, 40), guardians))
    tale.yes(171, INGER)
    tale.yes(170, TONE)
    tale.said(160, "Når eg blir sint, blir eg heilt raud inni.")
    feelings = tale.worry(
        157,
        "feelings",
        "Live blir fort sint når leiken endrar seg. Då kastar ho det ho har i hendene, og blir lei seg etterpå.",
    )
    path = tale.path(157, "Eg kjenner at det kokar", "Eg seier stopp", "Eg finn krokodillekroken")
    corner = tale.here(
        157, feelings, "Krokodillekroken",
        "Live øver på å gå frå før det kokar, og meistrar det annakvar gong.",
        "Ein krok med puter og krokodillen. Live går dit sjølv. Ein vaksen kjem etter og set ord på det.",
    )  # fmt: skip
    thermometer = tale.at_home(
        157, feelings, "Sinnetermometer på kjøleskapet",
        "Live øver på å seie kvar på termometeret ho er.",
        "Vi flyttar magneten når vi kjem heim – alle tre.",
        TONE,
    )  # fmt: skip
    tale.saw(150, "Ropte «stopp!» i staden for å kaste klossen.")
    tale.heard(141, "Flytta magneten til mami: «Du er på fire.»")
    tale.reach(138, path[0])
    tale.saw(130, "Gjekk til krokodillekroken og kom tilbake etter to minutt.")
    tale.reach(124, path[1])
    for measure, said in ((corner, "Krokodilla er snill."), (thermometer, "Eg er mest på to no.")):
        tale.look(
            113, measure, "goal_reached", "end", why="Live seier ifrå i god tid.", child=said,
            home="Det er rolegare heime, og vi vaksne seier meir ifrå sjølve.",
            work="Det er to veker sidan noko vart kasta.",
        )  # fmt: skip
    tale.reach(112, path[2])
    tale.closes(
        108,
        "goal_reached",
        "Live har funne sin eigen måte. Takk til Live for krokodilla, og til mødrene for termometeret.",
    )
    tale.reopens(
        24, "Live har fått veslebror, og det kokar oftare igjen. Mødrene ringde og ville halde fram der vi slapp."
    )
    tale.said(21, "Han søv heile tida. Og dei òg.")
    tale.here(
        19, feelings, "Ti minutt åleine med Ola",
        "Live øver på å be om tid i staden for å ta ho.",
        "Rett etter frukt. Live bestemmer kva vi gjer. Klokka ringjer, og vi seier når det er neste gong.",
    )  # fmt: skip
    tale.at_home(
        19, feelings, "Storesystertid",
        "Live øver på å vente, fordi ho veit når det er hennar tur.",
        "Éin av oss er berre med Live kvar dag etter middag, medan den andre har veslebror.",
        INGER,
    )  # fmt: skip
    tale.saw(13, "Viste dei andre korleis ein held hovudet på ein baby.")
    tale.heard(6, "Song veslebror i søvn, og kviskra «eg klarte det».")
