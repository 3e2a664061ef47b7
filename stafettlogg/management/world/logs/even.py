"""Even, 5. trinn: his mother teaches here and reads as a mother (R24); the baton has been handed over twice."""

from __future__ import annotations

from stafettlogg.management.world.cast import FOSSHEIM
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER, FATHER = "Silje Hamre", "Kjetil Lie"


def tell(place: Place) -> None:
    """Three holders and a drawing that became a club."""
    guardians = [place.guardian(MOTHER, "mamma"), place.guardian(FATHER, "pappa")]
    tale = Tale(
        place, 300, "Gunnhild Tveiten", FOSSHEIM, "Åse Bjelland", Opening("Even Hamre Lie", aged(10, 210), guardians)
    )
    tale.yes(299, MOTHER)
    tale.yes(297, FATHER)
    tale.said(289, "Eg teiknar heller. Då slepp eg å snakke.")
    play = tale.worry(
        286, "play", "Even er mykje åleine med teiknesakene sine. Han vil gjerne ha nokon, men ventar på å bli spurd."
    )
    path = tale.path(
        286, "Eg teiknar der andre er", "Nokon ser på", "Vi teiknar saman", "Eg spør nokon", "Eg har ein klubb"
    )
    table = tale.here(
        286, play, "Teiknebord midt i rommet",
        "Even øver på å gjere det han likar saman med andre.",
        "Bordet står midt i rommet i regnfriminutt, med store ark som fleire kan teikne på.",
    )  # fmt: skip
    swim = tale.at_home(
        286, play, "Symjing på laurdag",
        "Even øver på å avtale noko med éin ven.",
        "Far og Even tek med éin frå klassa. Even spør, far ringjer foreldra.",
        FATHER,
    )  # fmt: skip
    tale.saw(278, "Teikna ein drake så lang at tre andre måtte flytte seg – og vart sitjande.")
    tale.reach(275, path[0])
    tale.heard(268, "Spurde Teo om å bli med å symje. Teo sa ja.")
    tale.reach(262, path[1])
    tale.saw(255, "Forklarte korleis ein teiknar hender.")
    table = tale.look(
        243, table, "some_effect", "adjust",
        child="Det er bra når det regnar. Når det er sol, er det ingen der.",
        home="Mor: Han nemner namn no. Far: Han spør om det er laurdag snart.",
        work="Fire–fem er faste ved bordet. Even leier ikkje, men dei ser til han.",
        title="Teikneserie saman",
        how="To og to lagar ei side i ein felles teikneserie. Even og Teo har fyrste side. Vi heng opp ei side i veka.",
    )  # fmt: skip
    tale.look(
        243, swim, "good_effect", "continue",
        child="Teo kan stupe. Eg kan flyte.",
        home="Vi har vore der fem laurdagar. Det har gått fint kvar gong.",
        work="Dei to har noko å snakke om på måndag.",
    )  # fmt: skip
    tale.saw(230, "Side to hekk på veggen, og Even stod og lytta til kva dei sa.")
    tale.reach(222, path[2])
    tale.look(
        201, table, "good_effect", "continue",
        child="Teo skriv orda. Eg teiknar.",
        home="Han har teikna side fem heime, frivillig.",
        work="Serien er noko heile klassa følgjer med på.",
    )  # fmt: skip
    tale.look(
        201, swim, "goal_reached", "end", why="Even og Teo avtaler sjølve no.",
        child="Vi treng ikkje pappa til å ringje lenger.",
        home="Dei ordnar det sjølve. Vi køyrer.",
        work="Det er blitt eit ordentleg venskap.",
    )  # fmt: skip
    tale.hands_over(
        192, "Jostein Rygg", "Åse tek over andre trinn. Du kjenner Even frå regnfriminutta – held du pinnen fram til ny lærar er på plass?",
        "Ja. Even og eg har alt avtalt kvar serien skal hengje.",
    )  # fmt: skip
    tale.heard(180, "Laga bursdagskort med teikneserie til farmor.")
    tale.look(
        158, table, "goal_reached", "end", why="Serien er ferdig, og gruppa held saman utan oss.",
        child="Siste side er i fargar.",
        home="Han gav oss kvar vår kopi. Vi har hengt dei opp.",
        work="Fem born held saman i friminutta, òg når det er sol.",
    )  # fmt: skip
    tale.noted(
        150, "Møte med mor og far. Even har venner no. Det som står att, er å ta ordet sjølv når noko er gale.", play
    )
    tale.resolve(148, play, "Even har to faste venner, og blir spurd. Han seier det sjølv: «Eg er ikkje åleine.»")
    voice = tale.worry(146, "wellbeing", "Even seier sjeldan ifrå når noko er urettferdig. Han blir stille og går.")
    speak = tale.here(
        146, voice, "Raudt kort",
        "Even øver på å seie ifrå til ein vaksen same dag.",
        "Even har eit raudt kort i pennalet. Legg han det på pulten, tek vi ein prat før neste time.",
    )  # fmt: skip
    talk = tale.at_home(
        146, voice, "Bilprat utan spørsmål",
        "Even øver på å fortelje når han sjølv vil.",
        "På veg heim frå symjing spør vi ikkje. Vi fortel om noko som var dumt for oss, og ventar.",
        MOTHER,
    )  # fmt: skip
    tale.saw(133, "La fram det raude kortet for fyrste gong, og sa kva det galdt.")
    tale.reach(128, path[3])
    tale.look(
        102, speak, "some_effect", "continue",
        child="Det er flaut å leggje det fram, men det hjelper.",
        home="Han held det heilt til kvelden, men så kjem det.",
        work="Brukt fire gonger. Kvar gong var det noko vi kunne ordne.",
    )  # fmt: skip
    tale.look(
        102, talk, "good_effect", "continue",
        child="Eg likar når mamma fortel om dumme ting.",
        home="Det er blitt den beste halvtimen i veka.",
        work="Vi merkar at saker er snakka ferdig heime.",
    )  # fmt: skip
    tale.hands_over(
        66, "Mikal Stene", "Jostein har hatt pinnen lenge nok i påvente av deg. Even har spurt om det blir deg.",
        "Tusen takk for tilliten, Even!",
    )  # fmt: skip
    tale.do_better(65, speak, who="Mikal Stene")
    tale.look(
        59, speak, "good_effect", "continue",
        child="No seier eg det av og til utan kortet.",
        home="Han fortalde om ein urett på skulen medan det enno var lyst ute.",
        work="Kortet ligg i pennalet. Det er nok at det er der.",
    )  # fmt: skip
    tale.look(
        59, talk, "good_effect", "continue",
        child="Eg vil ha bilprat med pappa òg.",
        home="Far har byrja med det same.",
        work="Even kjem til timen med lettare skuldrer.",
    )  # fmt: skip
    tale.saw(47, "Sa høgt i klassemøtet at reglane for ballbingen ikkje er rettferdige. Han fekk dei endra.")
    tale.heard(36, "Forklarte farmor kvifor han var usamd med henne.")
    tale.saw(25, "Teikna plakat til «Draketimen», og skreiv: alle er velkomne.")
    tale.look(
        21, speak, "good_effect", "continue",
        child="Eg treng kortet litt til.",
        home="Vi er trygge på dette. Vi vil gjerne halde fram til han seier stopp.",
        work="To gonger på seks veker, begge gongene på eige initiativ.",
    )  # fmt: skip
    tale.look(
        21, talk, "good_effect", "continue",
        child="Det er no vi pratar best.",
        home="Det held fram av seg sjølv.",
        work="Vi ser ein gut som tek plass.",
    )  # fmt: skip
    tale.said(14, "Draketimen er min klubb. Eg bestemmer at alle får bestemme.")
    tale.reach(14, path[4])
    tale.saw(6, "Ti born på Draketimen. Even delte ut ark.")
