"""What the schemas of published content are made of: nothing is guessed, and what a database cannot keep is refused."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

_ADDRESS = URLValidator(schemes=["http", "https"])


class Strict(BaseModel):
    """A field that is not of the schema is a problem, and so is a number written as a word."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Text:
    """Of a text: how long it is at most; `says`: it is not blank; `address`: it is one of the web, or nothing."""

    most: int
    says: bool = False
    address: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        of_text = core_schema.str_schema(max_length=self.most, min_length=int(self.says), strict=True)
        return core_schema.no_info_after_validator_function(self._checked, of_text)

    def _checked(self, text: str) -> str:
        if "\x00" in text:
            raise ValueError(_("ce texte contient un signe qui ne se garde pas."))
        if self.says and not text.strip():
            raise ValueError(_("ce texte est vide."))
        return is_address(text) if self.address else text


@dataclass(frozen=True)
class OneOf:
    """One of these codes."""

    codes: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema([str(code) for code in self.codes])


def is_address(words: str) -> str:
    """An address of the web, or nothing. Raises ValueError."""
    try:
        if words:
            _ADDRESS(words)
    except ValidationError as error:
        raise ValueError(_("il faut une adresse complète, comme https://www.quebec.ca/permis.")) from error
    return words


def _figure(value: Any) -> Any:
    """3 stays 3: a float would be shown otherwise. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e12:
        raise ValueError(_("il faut un nombre."))
    return value


def _scalar(value: Any) -> Any:
    """Raises ValueError."""
    if isinstance(value, str):
        if "\x00" in value or len(value) > 500:
            raise ValueError(_("ce texte est trop long, ou contient un signe qui ne se garde pas."))
        return value
    return value if value is None or isinstance(value, bool) else _figure(value)


Figure = Annotated[Any, AfterValidator(_figure), WithJsonSchema({"type": "number"})]
Scalar = Annotated[Any, AfterValidator(_scalar), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})]
