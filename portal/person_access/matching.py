"""People whom nobody of one's teams serves yet: found by what they say of themselves, never by looking around."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from portal.access.visibility import Account
from portal.finding.searching import find
from portal.foundation.words.folding import fold, joined
from portal.foundation.words.typed import SearchPart, parts_of
from portal.people.addresses import read
from portal.people.births import Birth
from portal.people.models import Citizen

MOST_SHOWN = 5
"""More than that is looking around: the person says one thing more."""
MOST_ALIKE, MOST_READ = 10, 200


class TooVague(Exception):
    """A name alone, or a number alone."""


def people_said_to_be(typed: str, *, by: Account) -> list[Citizen]:
    """Return the people who have exactly all that was typed: a name, and something else that is theirs, whole.

    Raises TooVague when a name, or what goes with it, is missing, or when more than `MOST_SHOWN` have it."""
    parts = parts_of(typed)
    if not any(part.word for part in parts) or not any(not part.word for part in parts):
        raise TooVague
    found = find(Citizen.objects.filter(died_on=None), typed, paths=[""], by=by)
    rows = [] if found.resembles else found.rows.order_by("name_order", "pk")[:MOST_READ]
    people = [one for one in rows if _has_one_whole(one, parts)]
    if len(people) > MOST_SHOWN:
        raise TooVague
    return people


def _has_one_whole(one: Citizen, parts: Iterable[SearchPart]) -> bool:
    """Whether a birth date, an address or a number was typed whole: the lists find by a part of one too."""
    typed = {needle.strip() for part in parts for needle in part.needles} | {part.number[-10:] for part in parts}
    theirs = {one.email.lower(), joined(read(one.postal_address).postal_code)}
    theirs |= {f"*{one.birth_date:%Y%m%d}"} if one.birth_date else set()
    theirs |= {one.phone.as_e164[-10:]} if one.phone else set()
    return bool(typed & theirs - {""})


@dataclass(frozen=True)
class DescribedPerson:
    """What is known of somebody about to be registered. `phone`: in E.164; what is unknown is empty."""

    given_name: str
    family_name: str
    birth: Birth | None = None
    phone: str = ""
    email: str = ""


def likely_same(described: DescribedPerson, *, by: Account) -> list[Citizen]:
    """Return those who could already be the person, the likeliest first: the same name, unless both births are known
    and differ; the same number or address with the same family name.

    Of those whom the account does not see, only who has something more than the name: a name alone finds nobody."""
    reached = Q(pk__in=[])
    if described.phone:
        reached |= Q(phone=described.phone)
    if described.email:
        reached |= Q(email__iexact=described.email)
    candidates = Citizen.objects.filter(_named(described) | reached, died_on=None).order_by("pk")[:MOST_READ]
    same = [one for one in candidates if _may_be(one, described)]
    if same:
        theirs = Citizen.objects.visible_to(by).filter(pk__in=[one.pk for one in same])
        seen = set(theirs.values_list("pk", flat=True))
        same = [one for one in same if one.pk in seen or _has_more_than_the_name(one, described)]
    same.sort(key=lambda one: (one.birth is None or one.birth != described.birth, one.name_order, one.pk))
    return same[:MOST_ALIKE]


def _named(described: DescribedPerson) -> Q:
    """The searched text begins with both names, in the order of `fold_person`, or typed the other way round."""
    given, family = fold(described.given_name), fold(described.family_name)
    beginnings = {f" {given} {family} ", f" {family} {given} ", f"  {given} {family} "}
    return reduce(or_, (Q(search_text__startswith=beginning) for beginning in sorted(beginnings)))


def _may_be(one: Citizen, described: DescribedPerson) -> bool:
    if one.birth and described.birth and not _agree(one.birth, described.birth):
        return False
    given, family = described.given_name, described.family_name
    is_named = fold(str(one)) in {fold(f"{given} {family}"), fold(f"{family} {given}")}
    return is_named or (_is_reached(one, described) and fold(one.family_name) == fold(family))


def _has_more_than_the_name(one: Citizen, described: DescribedPerson) -> bool:
    return bool(one.birth and described.birth) or _is_reached(one, described)


def _is_reached(one: Citizen, described: DescribedPerson) -> bool:
    """Whether the number or the address is theirs too."""
    has_phone = bool(described.phone and one.phone) and one.phone.as_e164 == described.phone
    return has_phone or bool(described.email and one.email) and one.email.lower() == described.email.lower()


def _agree(one: Birth, other: Birth) -> bool:
    """Whether two births, each known in full or in part, could be one."""
    return (
        one.year == other.year
        and (not one.month or not other.month or one.month == other.month)
        and (not one.day or not other.day or one.day == other.day)
    )
