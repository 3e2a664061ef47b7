"""One transaction in which somebody acts: the belt's context and the pocket live exactly as long."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from stafettlogg.core.acting import NotActing, acting, before_sign_in, looking_up, pocket
from stafettlogg.core.caller import Hat
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING = ("", "", "", "", "")


def context() -> tuple[str, ...]:
    """What the belt has been told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('app.{name}', true), '')"
                                  for name in ("municipality", "caller", "hat", "system", "lookup"))
        )  # fmt: skip
        return tuple(cursor.fetchone() or ())


def told(world: World, name: str, hat: Hat = Hat.STAFF) -> tuple[str, ...]:
    by = world.as_(name, hat)
    return str(by.municipality), str(by.person), hat.value, "", ""


def test_the_belt_knows_who_acts_inside_and_nobody_after(world: World) -> None:
    with acting(world.as_("holder")):
        assert context() == told(world, "holder")
    assert context() == NOTHING


def test_after_a_failure_the_belt_knows_nobody(world: World) -> None:
    with pytest.raises(ZeroDivisionError), acting(world.as_("holder")):
        _ = 1 / 0
    assert context() == NOTHING


def test_an_inner_caller_gives_the_place_back_to_the_outer(world: World) -> None:
    with acting(world.as_("holder")):
        with acting(world.as_("guardian")):
            assert context() == told(world, "guardian", Hat.FAMILY)
        assert context() == told(world, "holder")


def test_the_outer_caller_is_back_also_after_an_inner_failure(world: World) -> None:
    with acting(world.as_("holder")):
        with pytest.raises(ZeroDivisionError), acting(world.as_("guardian")):
            _ = 1 / 0
        assert context() == told(world, "holder")


def test_the_belt_forgets_a_look_up_after_its_block(world: World) -> None:
    with acting(world.as_("holder")):
        with looking_up(b"\x01\xff"):
            assert context() == (*told(world, "holder")[:4], "01ff")
        assert context() == told(world, "holder")


def test_before_sign_in_the_belt_knows_the_municipality_alone(world: World) -> None:
    with before_sign_in(world.fjordvik.pk):
        assert context() == (str(world.fjordvik.pk), "", "", "", "")
    assert context() == NOTHING


def test_the_pocket_lives_as_long_as_the_outermost_block(world: World) -> None:
    with pytest.raises(NotActing):
        pocket()
    with acting(world.as_("holder")):
        outer = pocket()
        with acting(world.as_("holder")):
            assert pocket() is outer
        assert outer.alive
    assert vars(outer).get("alive") is False
    with pytest.raises(NotActing):
        pocket()


def test_every_act_is_a_transaction_of_its_own(world: World) -> None:
    def inside() -> bool:
        return bool(connection.in_atomic_block)

    before = inside()
    with acting(world.as_("holder")):
        during = inside()
    assert (before, during, inside()) == (False, True, False)


def test_what_is_rolled_back_by_the_caller_tells_the_belt_nothing_more(world: World) -> None:
    with acting(world.as_("holder")):
        transaction.set_rollback(True)
    assert context() == NOTHING
