"""The world stands ready for every test here."""

from tests.world import world

__all__ = ["world"]
