"""SealedTextField: text on the instance, ciphertext in the column, opened only when somebody looks at it."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from portal.foundation.crypto.sealing import seal_bytes, unseal_bytes


class Ciphertext(bytes):
    """What the column holds. Prints as a placeholder, so that a log or an error page shows nothing."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class SealedAttribute(DeferredAttribute):
    """Keeps the ciphertext on the instance until the text is asked for: a list of rows that shows none opens none."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = unseal_bytes(value, context=self.field.context_of(instance)).decode()
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: str | Ciphertext | None) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.Field):
    """Text sealed in the database, bound to its place and row: moved to another row, it does not open.

    `sealed_as` is the stable name of that place, given in the model and never changed: it is authenticated with what is
    sealed, so that a table or a column may be renamed. The primary key must be known before saving (UUID default).
    Because the column says nothing to PostgreSQL, it can be neither searched, compared nor written by `update()`: only
    `isnull`, and saving the instance.
    """

    descriptor_class = SealedAttribute
    description = "Sealed text"

    def __init__(self, *args: Any, sealed_as: str = "", **kwargs: Any) -> None:
        self.sealed_as = sealed_as
        super().__init__(*args, **{**kwargs, "editable": False, "unique": False, "db_index": False})

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = Error(
            f"{self} is sealed without a stable name.", hint="Give it sealed_as.", obj=self, id="crypto.E001"
        )
        unbound = Error(
            f"{self} is sealed before the key of its row is known: it would never open.",
            hint="Give the model a primary key with a default (UUID).",
            obj=self,
            id="crypto.E002",
        )
        model = getattr(self, "model", None)
        return [
            *super().check(**kwargs),
            *([] if self.sealed_as else [missing]),
            *([unbound] if model and isinstance(model._meta.pk, models.AutoField) else []),
        ]

    def get_internal_type(self) -> str:
        return "BinaryField"

    def context_of(self, instance: models.Model) -> str:
        """The place of this value, authenticated with it. Raises FieldError for a field without a stable name, as those
        of the models of migrations are."""
        if not self.sealed_as:
            raise FieldError(f"{self.name} is sealed without a stable name: give it sealed_as.")
        return f"{self.sealed_as}:{instance.pk}"

    def from_db_value(self, value: Any, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None or (isinstance(value, Ciphertext) and not add):
            return value
        text = getattr(model_instance, self.attname)
        return Ciphertext(seal_bytes(text.encode(), context=self.context_of(model_instance)))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise FieldError(f"{self.name} is sealed with its row: set it on the instance and save it.")
        return connection.Database.Binary(bytes(value))  # type: ignore[attr-defined]  # every backend has it

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: it cannot be searched by '{lookup_name}'.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.name} is sealed: it is not exported by serializers.")
