"""An address, in Canada or abroad, between the boxes of a form and the printable lines kept of it. Pure."""

import re
from dataclasses import dataclass

PROVINCES = {
    "QC": "Québec",
    "AB": "Alberta",
    "BC": "Colombie-Britannique",
    "PE": "Île-du-Prince-Édouard",
    "MB": "Manitoba",
    "NB": "Nouveau-Brunswick",
    "NS": "Nouvelle-Écosse",
    "NU": "Nunavut",
    "ON": "Ontario",
    "SK": "Saskatchewan",
    "NL": "Terre-Neuve-et-Labrador",
    "NT": "Territoires du Nord-Ouest",
    "YT": "Yukon",
}

ABROAD = "abroad"
"""Stands for a province in the boxes: the country is written, and any postal code is good."""

# Canada Post: no D, F, I, O, Q, U anywhere, no W or Z first.
_POSTAL_CODE = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[\s-]*(\d[ABCEGHJ-NPRSTV-Z]\d)")
_LAST_LINE = re.compile(r"(?P<city>.+?),? \((?P<province>[^()]+)\)\s+(?P<postal_code>[A-Z]\d[A-Z] ?\d[A-Z]\d)")


@dataclass(frozen=True)
class Address:
    street: str = ""
    complement: str = ""
    city: str = ""
    province: str = "QC"
    postal_code: str = ""
    country: str = ""

    @property
    def lines(self) -> str:
        """As it is printed: «12, rue du Quai / app. 4 / Sept-Îles (Québec)  G4R 1A1»; "" without a street.

        Abroad: «10 Downing St / London, SW1A 2AA / ROYAUME-UNI» (Canada Post: the country alone, in capitals)."""
        if not self.street:
            return ""
        if self.province == ABROAD:
            place = ", ".join(part for part in (self.city, self.postal_code) if part)
            lines = [self.street, self.complement, place, self.country.upper()]
        else:
            lines = [self.street, self.complement, f"{self.city} ({PROVINCES[self.province]})  {self.postal_code}"]
        return "\n".join(line for line in lines if line)


def postal_code(typed: str) -> str | None:
    """«G1R 2B5», however it was typed; None when it cannot be one."""
    found = _POSTAL_CODE.fullmatch(typed.strip().upper())
    return f"{found[1]} {found[2]}" if found else None


def read(lines: str) -> Address:
    """The boxes of an address kept as lines. One that an agent wrote otherwise goes whole in the first two boxes:
    nothing is lost, and the person completes it."""
    parts = [line.strip() for line in lines.splitlines() if line.strip()]
    if not parts:
        return Address()
    if _is_country(parts):
        return _abroad(*parts)
    codes = {name: code for code, name in PROVINCES.items()}
    last = _LAST_LINE.fullmatch(parts[-1])
    if last is None or last["province"] not in codes or len(parts) == 1:
        return Address(street=parts[0], complement=", ".join(parts[1:]))
    street, *rest = parts[:-1]
    return Address(
        street=street,
        complement=", ".join(rest),
        city=last["city"],
        province=codes[last["province"]],
        postal_code=postal_code(last["postal_code"]) or "",
    )


def _is_country(parts: list[str]) -> bool:
    """The last of three lines or more, in capitals, without a figure: as `Address.lines` writes it."""
    last = parts[-1]
    return len(parts) > 2 and last == last.upper() != last.lower() and not any(map(str.isdecimal, last))


def _abroad(street: str, *rest: str) -> Address:
    *complements, place, country = rest
    city, _, code = place.partition(", ")
    complement = ", ".join(complements)
    return Address(street=street, complement=complement, city=city, province=ABROAD, postal_code=code, country=country)
