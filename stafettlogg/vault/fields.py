"""`SealedText`: a column whose cell is sealed to its row, and whose attribute is the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.core.exceptions import FieldError
from django.db import models

from stafettlogg.vault import keys
from stafettlogg.vault.seal import Place, seal, unseal

CODES: dict[str, str] = {}

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:
    TextField = models.TextField  # the types are those of any text, None included where the column may be empty
else:

    class TextField(models.Field):
        """The base at run time, where Django's fields take no type parameters."""

        def __class_getitem__(cls, _: object) -> type:
            """Only the type checker reads the parameters."""
            return cls


class SealedFieldError(FieldError):
    """A sealed text was used where only its row may open it."""


class _Opening:
    """The attribute: opens the cell the first time it is read, with the key in the transaction's pocket."""

    def __init__(self, field: SealedText[Any, Any]) -> None:
        self.field = field

    def __get__(
        self, row: models.Model | None, owner: type[models.Model]
    ) -> Any:  # Any: text, or the descriptor itself
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, bytes):
            place = self.field.place(row)
            value = unseal(keys.key(place.municipality, place.root), value, place.binding).decode()
            row.__dict__[name] = value
        return value

    def __set__(self, row: models.Model, value: str | bytes | memoryview | None) -> None:
        row.__dict__[self.field.attname] = bytes(value) if isinstance(value, memoryview) else value


class SealedText(TextField[_ST, _GT]):
    """Text sealed with the key of its row's root. The `code` binds the cell and outlives a renamed column.

    The row tells its place: `sealed_municipality`, `sealed_root` and its id.
    """

    description = "Sealed text"

    def __init__(self, *, code: str, **options: Any) -> None:  # Any: Django's own field options
        self.code = code
        options.setdefault("editable", False)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """For migrations: the code belongs to the column."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "code": self.code}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put the opening attribute on the model; a code is used once."""
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract:
            return
        if not cls.__module__.startswith("__fake__"):
            taken = CODES.setdefault(self.code, f"{cls.__module__}.{cls.__name__}.{name}")
            if taken != f"{cls.__module__}.{cls.__name__}.{name}":
                raise ValueError(f"The code {self.code} is taken by {taken}.")
        setattr(cls, self.attname, _Opening(self))

    def place(self, row: models.Model) -> Place:
        """Where the cell is."""
        return Place(row.sealed_municipality, row.sealed_root, row.pk, self.code)  # type: ignore[attr-defined]

    def get_internal_type(self) -> str:
        """Bytes in the database."""
        return "BinaryField"

    def from_db_value(self, value: Any, expression: object, connection: object) -> bytes | None:
        """The sealed bytes; the attribute opens them."""
        return None if value is None else bytes(value)

    def pre_save(self, row: models.Model, add: bool) -> bytes | None:
        """Seal what was written; what nobody opened goes back as it was."""
        value = row.__dict__[self.attname]
        if value is None or isinstance(value, bytes):
            return value
        place = self.place(row)
        return seal(keys.key(place.municipality, place.root), str(value).encode(), place.binding)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse a text that is not sealed to a row: update() and filters cannot know the row."""
        if value is None:
            return None
        if not isinstance(value, bytes):
            raise SealedFieldError(f"{self.code} is sealed to its row: set the attribute and save the row.")
        return connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull` can be asked."""
        if lookup_name != "isnull":
            self._refuse()
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        """Nothing can be computed from it in SQL."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise SealedFieldError(
            f"{self.code} is sealed: it cannot be searched or sorted in SQL. "
            "Open the rows you may see and do it in memory, or ask by a keyed hash."
        )
