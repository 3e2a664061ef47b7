"""Amina, 4B: level 2, a measure adjusted and then carried on, the baton offered and not yet accepted."""

from __future__ import annotations

from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.place import Place, aged
from stafettlogg.management.world.tale import Opening, Tale

MOTHER = "Fatima Noor"


def tell(place: Place) -> None:
    """Words that come when there are three of us."""
    guardians = [place.guardian(MOTHER, "mamma")]
    tale = Tale(place, 120, "Kari Lunde", SKULEN, "Ingrid Vik", Opening("Amina Noor", aged(9, 300), guardians))
    tale.yes(118, MOTHER)
    tale.said(112, "Eg veit mange ord. Dei kjem berre ikkje ut når alle ser på.")
    language = tale.worry(
        110, "language", "Amina forstår mykje, men seier lite i timane. Ho vil gjerne fortelje når vi er få saman."
    )
    path = tale.path(
        110, "Eg seier det til Ingrid", "Eg seier det til to andre", "Eg seier det i gruppa", "Eg seier det i klassa"
    )
    words = tale.here(
        110, language, "Ordspel ti minutt kvar dag",
        "Amina øver på å fortelje kva ho vil, og meistrar tre nye ord i veka.",
        "Ordspel i liten gruppe rett etter frukt. Orda tek vi med oss ut i leiken.",
    )  # fmt: skip
    books = tale.at_home(
        110, language, "Lese saman på to språk",
        "Amina fortel om boka på det språket ho vil.",
        "Mor les på somali, og Amina les ei side på norsk, tre kveldar i veka.",
        MOTHER,
    )  # fmt: skip
    tale.saw(104, "Forklarte reglane i ordspelet for Marius.")
    tale.reach(101, path[0])
    tale.heard(97, "Las heile boka om reven for veslebror.")
    tale.noted(
        92,
        "Samtale med mor, med tolk på telefon. Mor spør om lekser på morsmålet. Vi finn lydbøker på biblioteket.",
        language,
    )
    tale.saw(86, "Kviskra svaret til Hedda, og Hedda sa: «Sei det høgt, det er rett!»")
    tale.heard(78, "Spurde mor kva «tålmod» heiter på somali, og brukte begge orda same kveld.")
    tale.reach(74, path[1])
    words = tale.look(
        70, words, "some_effect", "adjust",
        child="Det er kjekt når vi er tre. Når vi er mange, gløymer eg orda.",
        home="Ho brukar nokre av orda heime.",
        work="Amina snakkar meir i den vesle gruppa enn i klassa.",
        title="Ordspel i gruppe på tre",
        how="Amina vel to å spele saman med. Gruppa fortel resten av klassa eitt ord kvar fredag.",
    )  # fmt: skip
    tale.look(
        70, books, "good_effect", "continue",
        child="Mamma les med rare stemmer.",
        home="Vi les kvar kveld no, ikkje berre tre. Det er ei god stund for oss.",
        work="Ho har alltid noko å fortelje om boka dagen etter.",
    )  # fmt: skip
    tale.asks(70, 2)
    tale.yes(66, MOTHER, level=2)
    tale.goes_to(65, 2, "PPT blir med og rettleier om språk.")
    tale.saw(61, "Las opp fredagsordet for klassa: «nysgjerrig». Ho valde det sjølv.")
    tale.noted(
        52,
        "Rettleiing med PPT. Råd: gje Amina tid, tel til sju før nokon hjelper. Lat ho øve på det ho skal seie.",
        language,
    )
    tale.saw(48, "Rakk opp handa i matte og venta på tur.")
    tale.heard(40, "Ringde tante og tolka for faren til ei venninne.")
    tale.reach(36, path[2])
    tale.said(31, "Eg tel til sju eg òg. Då kjem dei.")
    tale.look(
        29, words, "good_effect", "continue",
        child="Eg likar fredagane. Eg øver i heisen.",
        home="Ho er stolt av ordet sitt. Ho heng det på kjøleskapet.",
        work="Ho seier noko høgt i dei fleste timane. I samfunnsfag er ho framleis stille.",
    )  # fmt: skip
    tale.look(
        29, books, "good_effect", "continue",
        child="No les eg for mamma når ho er trøytt.",
        home="Vi har lånt fire bøker til.",
        work="Ordforrådet veks jamt, på begge språka.",
    )  # fmt: skip
    tale.saw(22, "Fortalde heile gruppa om syskenbarnet som bur i Nairobi.")
    tale.heard(15, "Bestilte maten sjølv då familien var på kafé.")
    tale.saw(8, "Hjelpte ein ny elev å finne plassen sin, med teikn og tre språk.")
    tale.offered(3, "Per Åsen", "Ingrid går ut i permisjon om nokre veker. Amina kjenner deg frå skakklubben.")
