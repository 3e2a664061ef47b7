"""Units or staff from a file, from the command line: first what it would do, then, when told to, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter
from stafettlogg.identity import staff_file, tables, unit_file
from stafettlogg.identity.imports import Plan, What
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.told import Event
from stafettlogg.management.places import administrator, municipality, telling_officers


class Command(BaseCommand):
    """`import staff FILE --municipality 4699`, and the same with `--carry-out`; both tell the verdict on every row."""

    help = "Bring in units or staff from a CSV or XLSX file. Says what it would do; --carry-out does it."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, from where, and for whom."""
        parser.add_argument("what", choices=["units", "staff"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="the municipality's number")
        parser.add_argument(
            "--as", dest="name", default="", help="which administrator does it, where there are several"
        )
        parser.add_argument("--carry-out", action="store_true", help="do it")
        parser.add_argument("--many-end", action="store_true", help="yes, more than a fifth of the staff is to end")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Read, tell, and do, in the command line's own language."""
        with translation.override("en"):
            self.bring_in(options)

    def bring_in(self, options: dict[str, Any]) -> None:  # Any: as above
        """Read, tell, and do."""
        kind: Any = unit_file if options["what"] == "units" else staff_file  # Any: either of the two
        place = municipality(options["municipality"])
        by = administrator(place, options["name"])
        try:
            content = options["file"].read_bytes()
            rows = tables.read(content, len(content), kind.COLUMNS).rows
            plan = looked(by, kind, rows)
            self.tell(plan)
            if options["carry_out"] and (plan.is_needed or not plan.is_possible):
                meant = {"is_meant": options["many_end"]} if kind is staff_file else {}
                with telling_officers(place, Event.COMMAND_FILE):
                    kind.carry_out(by, place, rows=rows, seen=plan.seen, **meant)
                self.stdout.write("All of it is carried out.")
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def tell(self, plan: Plan) -> None:
        """Every row that is not as before, then how many of each."""
        for one in plan.verdicts:
            if one.what is not What.SAME:
                about = ", ".join(filter(None, (one.about, one.place)))
                told = ": ".join(filter(None, (one.column, one.sentence)))
                self.stdout.write(f"{one.line or '-':>5}  {one.what.label}  {about}  {told}".rstrip())
        self.stdout.write(", ".join(f"{plan.count(what)} {what.label}" for what in What if plan.count(what)) + ".")


def looked(by: Caller, kind: Any, rows: list[tables.Row]) -> Plan:  # Any: either of the two
    """What the rows would do, as the administrator sees it."""
    with acting(by):
        place = enter(by, Municipality, by.municipality)
        if place is None:
            raise Denied(by, Action.STAFF_IMPORT, by.municipality)
        plan: Plan = kind.plan(place, rows)
        return plan
