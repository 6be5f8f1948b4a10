"""Telephone numbers: read as people write them, kept in one form, shown so that they are read again as the same number.

Kept: E.164, then `;ext=234` for the extension of an office or a residence (RFC 3966 without its scheme). Whatever the
country, `read(shown(kept)) == kept`.
"""

import re
import unicodedata
from enum import StrEnum

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

MOST_EXTENSION_DIGITS = 7
_MARK = ";ext="
_KEPT = re.compile(rf"(\+\d{{4,15}})(?:{_MARK}(\d{{1,{MOST_EXTENSION_DIGITS}}}))?", re.ASCII)
_EXTENSION = re.compile(
    r"(?P<number>.*\d.*?)[\s,;(]*(?:(?<![^\W\d_])(?:postes?|ext(?:ension)?|extn|p|x)(?![^\W\d_])|#|;ext=)[\s.:=°#]*"
    rf"(?P<extension>\d{{1,{MOST_EXTENSION_DIGITS}}})[\s)]*",
    re.I | re.S,
)
_AFTER_A_COMMA = re.compile(rf"(?P<number>.*\d.*?)\s*,\s*(?P<extension>\d{{1,{MOST_EXTENSION_DIGITS}}})\s*", re.S)
_BETWEEN_NUMBERS = re.compile(r"[/;,\n]|(?<![^\W\d_])(?:ou|et|or|and)(?![^\W\d_])", re.I)
# What people write around a number: «(cell)», «maison : », «tél. ».
_AROUND = re.compile(r"^[^\d+(]+|\(\D*\)|[^\d]+$")
# «976» is the exchange of local numbers that bill their callers, in every area of North America.
_LOCAL_PREMIUM = re.compile(r"\+1\d{3}976\d{4}")
_TEXTED = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
# Written with their 1: that is how people know the call is free.
_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")


class PhoneFault(StrEnum):
    """Why what was typed is not kept."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    PREMIUM = "premium"


class UnreadableNumber(ValueError):
    """What was typed is no number that we may call."""

    def __init__(self, fault: PhoneFault) -> None:
        super().__init__(fault)
        self.fault = fault


class TextFault(StrEnum):
    """Why a number receives no text message of ours."""

    EXTENSION = "extension"
    COUNTRY = "country"
    LINE = "line"


def read(typed: str) -> str:
    """Return the number in its kept form. Raises UnreadableNumber."""
    text = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if unicodedata.category(sign) != "Cf").strip()
    if kept := _KEPT.fullmatch(text):
        number, extension = _parsed(kept[1]), kept[2] or ""
    else:
        number, extension = _number_and_extension(text)
    if number is None:
        several = [part for part in _BETWEEN_NUMBERS.split(text) if _understood(part)]
        raise UnreadableNumber(PhoneFault.SEVERAL if len(several) > 1 else PhoneFault.UNKNOWN)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE or _LOCAL_PREMIUM.fullmatch(e164):
        raise UnreadableNumber(PhoneFault.PREMIUM)
    return joined(e164, extension)


def joined(number: str, extension: str) -> str:
    """Return the kept form of an E.164 number and an extension, either of which may be empty."""
    return f"{number}{_MARK}{extension}" if number and extension else number


def split(kept: str) -> tuple[str, str]:
    """Return the E.164 number and the extension, each possibly empty."""
    number, _, extension = kept.partition(_MARK)
    return number, extension


def is_kept(value: str) -> bool:
    """Whether `value` is in the kept form, of a number that exists."""
    found = _KEPT.fullmatch(value)
    return bool(found and _parsed(found[1]))


def shown(kept: str, *, space: str = " ") -> str:
    """Return the number as the portal writes it: «418 555-0123, poste 234»; with its country code elsewhere than in
    North America, so that it is read again as the same."""
    e164, extension = split(kept)
    if e164.startswith("+1") and len(e164) == 12:
        words = f"{e164[2:5]} {e164[5:8]}-{e164[8:]}"
        words = f"1 {words}" if e164[2:5] in _TOLL_FREE else words
    else:
        number = _parsed(e164)
        words = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else e164
    words = f"{words}, poste {extension}" if extension else words
    return words.replace(" ", space)


def text_fault(kept: str) -> TextFault | None:
    """Why this number is sent no code, or None: an extension; a country that is not allowed, satellites among them; a
    line that bills its callers, receives no text or is nobody's own."""
    e164, extension = split(kept)
    if extension:
        return TextFault.EXTENSION
    number = _parsed(e164)
    if number is None or phonenumbers.region_code_for_number(number) not in settings.SMS_COUNTRIES:
        return TextFault.COUNTRY
    if phonenumbers.number_type(number) not in _TEXTED or _LOCAL_PREMIUM.fullmatch(e164):
        return TextFault.LINE
    return None


def _number_and_extension(text: str) -> tuple[PhoneNumber | None, str]:
    """The words of an extension first, then the whole as one number, then what follows a comma."""
    if found := _EXTENSION.fullmatch(text):
        return _understood(found["number"]), found["extension"]
    if number := _understood(text):
        return number, ""
    found = _AFTER_A_COMMA.fullmatch(text)
    if found and (number := _understood(found["number"])):
        return number, found["extension"]
    return _understood(text.replace(",", " ")), ""


def _understood(text: str) -> PhoneNumber | None:
    """The number alone, without what people write around it, or with the exit code of Europe."""
    bare = _AROUND.sub("", text.strip())
    candidates = (bare, text, re.sub(r"^\(?00\)?", "+", bare))
    return next((number for one in candidates if (number := _parsed(one))), None)


def _parsed(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None
