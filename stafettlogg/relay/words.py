"""The words people are asked with, as they were when asked (R21). Change a text here and earlier answers keep theirs."""

from __future__ import annotations

CONSENT: dict[int, dict[str, str]] = {
    1: {
        "nn": (
            "Vi ber om samtykke til å opne ein stafettlogg for barnet. I loggen skriv heim og eining saman om kva vi er "
            "merksame på, kva vi prøver, og korleis det går. Dei føresette, stafetthaldaren, leiaren av eininga og dei "
            "tilsette som leiaren slepper inn, kan lese han. Ingen andre tenester får lese han no. De kan seie nei, "
            "setje grenser og trekkje samtykket når som helst, utan å grunngje det. Det som alt er skrive, blir teke "
            "vare på slik arkivlova seier. Barnet får den hjelpa det har rett til, òg utan logg."
        ),
        "nb": (
            "Vi ber om samtykke til å åpne en stafettlogg for barnet. I loggen skriver hjem og enhet sammen om hva vi er "
            "oppmerksomme på, hva vi prøver, og hvordan det går. De foresatte, stafettholderen, lederen av enheten og de "
            "ansatte som lederen slipper inn, kan lese den. Ingen andre tjenester får lese den nå. Dere kan si nei, "
            "sette grenser og trekke samtykket når som helst, uten å begrunne det. Det som alt er skrevet, blir tatt "
            "vare på slik arkivloven sier. Barnet får den hjelpen det har rett til, også uten logg."
        ),
        "en": (
            "We ask for your consent to open a relay log for the child. In it, home and unit write together about what "
            "we notice, what we try, and how it goes. The guardians, the relay holder, the leader of the unit and the "
            "employees the leader lets in can read it. No other service can read it now. You can say no, set limits "
            "and withdraw your consent at any time, without giving a reason. What is already written is kept as the "
            "archive act says. The child gets the help it has a right to without a log, too."
        ),
    },
    2: {
        "nn": (
            "Vi ber om samtykke til å arbeide saman med éi teneste til (nivå 2). Teieplikta blir oppheva berre mellom "
            "eininga og den tenesta vi avtaler med dykk, og berre for det som gjeld denne loggen. De kan avgrense kva "
            "tenesta får vite, og trekkje samtykket når som helst. Då får tenesta ikkje vite meir."
        ),
        "nb": (
            "Vi ber om samtykke til å arbeide sammen med én tjeneste til (nivå 2). Taushetsplikten blir opphevet bare "
            "mellom enheten og den tjenesten vi avtaler med dere, og bare for det som gjelder denne loggen. Dere kan "
            "avgrense hva tjenesten får vite, og trekke samtykket når som helst. Da får tjenesten ikke vite mer."
        ),
        "en": (
            "We ask for your consent to work together with one more service (level 2). Confidentiality is lifted only "
            "between the unit and the service we agree on with you, and only for what this log is about. You can limit "
            "what the service is told, and withdraw your consent at any time. Then the service is told nothing more."
        ),
    },
    3: {
        "nn": (
            "Vi ber om samtykke til å arbeide saman med fleire tenester (nivå 3). Teieplikta blir oppheva berre mellom "
            "dei tenestene vi avtaler med dykk, og berre for det som gjeld denne loggen. De kan seie nei til ei teneste "
            "og ja til ei anna, avgrense kva dei får vite, og trekkje samtykket når som helst."
        ),
        "nb": (
            "Vi ber om samtykke til å arbeide sammen med flere tjenester (nivå 3). Taushetsplikten blir opphevet bare "
            "mellom de tjenestene vi avtaler med dere, og bare for det som gjelder denne loggen. Dere kan si nei til en "
            "tjeneste og ja til en annen, avgrense hva de får vite, og trekke samtykket når som helst."
        ),
        "en": (
            "We ask for your consent to work together with several services (level 3). Confidentiality is lifted only "
            "between the services we agree on with you, and only for what this log is about. You can say no to one "
            "service and yes to another, limit what they are told, and withdraw your consent at any time."
        ),
    },
}


def consent(level: int, language: str) -> str:
    """What is asked for a level, in the person's language; nynorsk where we do not have it."""
    words = CONSENT[level]
    return words.get(language) or words["nn"]
