"""The training world: two invented municipalities whose history is made through operations, with a clock that is moved.

Nobody in it exists. Numbers are of the series for made-up people (month + 80), and no date stands still: everything
happened some days before the day the world was made.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter
from stafettlogg.identity import staff
from stafettlogg.identity.models import Post, Unit
from stafettlogg.management.world import cast, wonders
from stafettlogg.management.world.cast import SKULEN
from stafettlogg.management.world.logs import (
    amina,
    ella,
    emil,
    eskil,
    even,
    haakon,
    iver,
    johannes,
    jonas,
    leon,
    live,
    mathias,
    oda,
    sara,
    sigve,
    sondre,
    trym,
    tuva,
    ylva,
    zofia,
)
from stafettlogg.management.world.place import Place
from stafettlogg.management.world.tale import ago

LONG_AGO = 400
IN_FJORDVIK = (
    tuva, amina, mathias, ylva, eskil, emil, jonas, haakon, trym, iver, ella, live, even, sigve, johannes, sondre, zofia, oda,
)  # fmt: skip
IN_HAVVIK = (sara, leon)


@transaction.atomic
def build() -> tuple[Place, Place]:
    """Make both municipalities, their people, logs and wonders, or nothing; call once, on an empty database."""
    with ago(LONG_AGO):
        fjordvik, havvik = cast.fjordvik(), cast.havvik()
    with translation.override("nn"):
        for log in IN_FJORDVIK:
            log.tell(fjordvik)
        wonders.tell(fjordvik)
        _leaves(fjordvik, "Arild Sæbø", SKULEN)
    with translation.override("nb"):
        for log in IN_HAVVIK:
            log.tell(havvik)
    return fjordvik, havvik


def _leaves(place: Place, name: str, unit: str) -> None:
    """Somebody's post has ended, and the baton is still in that hand (R2)."""
    by = place.as_("Turid Berge", Hat.ADMINISTRATION)
    with ago(6), acting(by):
        here = enter(by, Unit, place.units[unit].pk)
        assert here is not None, "the administrator sees every unit"
        post = Post.objects.of(here.permit, Action.STAFF_DISMISS).get(person=place.people[name], ended_at=None)
        staff.dismiss(by, post)
