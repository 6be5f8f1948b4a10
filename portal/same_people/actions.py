"""Join two registrations of one person, and separate them again."""

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.people.models import Citizen, User
from portal.same_people.models import SamePerson


class NotJoinable(Exception):
    """Two accounts, a registration that is joined already, or one and the same."""


@transaction.atomic
def join(*, citizen: Citizen, same_as: Citizen, by: User) -> SamePerson:
    """Say that `citizen` is `same_as`, registered once more. Said twice, it is said once. Raises NotJoinable."""
    both = sorted((citizen.pk, same_as.pk), key=str)
    list(Citizen.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    links = SamePerson.objects.in_force()
    if already := links.filter(citizen=citizen, same_as=same_as).first():
        return already
    is_chained = links.filter(citizen__in=both).exists() or links.filter(same_as=citizen).exists()
    if citizen.pk == same_as.pk or citizen.user_id is not None or is_chained:
        raise NotJoinable
    link = SamePerson.objects.create(citizen=citizen, same_as=same_as, joined_by=by)
    for person in (citizen, same_as):
        record("same_person.joined", by=by, subject=link, citizen=person)
    return link


@transaction.atomic
def separate(*, link: SamePerson, by: User) -> SamePerson:
    """Take the link away: each registration is as it was, since nothing was moved."""
    changed = SamePerson.objects.in_force().filter(pk=link.pk).update(undone_at=clock.now(), undone_by=by)
    if changed:
        for person in (link.citizen, link.same_as):
            record("same_person.separated", by=by, subject=link, citizen=person)
    link.refresh_from_db()
    return link
