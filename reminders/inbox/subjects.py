"""Where a notice leads: the page of its subject, when the person may see it."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access.visibility import Account
from portal.dossiers.models import Dossier
from portal.notices.models import Notice
from reminders.inbox import mandate_words
from reminders.inbox.models import InboxItem
from reminders.kinds.texts import date_in_words


def address_of(notice: Notice, user: AbstractBaseUser) -> str:
    """The subject's own page, or "" when it has none or is not visible (any more) to `user`."""
    if notice.kind == Notice.Kind.CHOICES:
        return reverse("preferences:consents")
    if notice.kind in {Notice.Kind.NUMBER_LINKED, Notice.Kind.NUMBER_UNLINKED}:
        return reverse("imported_deadlines:link_number")
    if notice.kind in mandate_words.KINDS:
        is_helper = notice.kind == Notice.Kind.HELPED_REMINDED or _is_of_holder(notice, user)
        return reverse("mandates:helped" if is_helper else "mandates:for_me")
    try:
        model = apps.get_model(notice.subject_type)
    except LookupError:
        return ""
    subject = model.objects.visible_to(user).filter(pk=notice.subject_id).first()
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _is_of_holder(notice: Notice, user: AbstractBaseUser) -> bool:
    return apps.get_model("mandates", "Mandate").objects.filter(pk=notice.subject_id, holder=user.pk).exists()


def numbers_of(items: Iterable[InboxItem], user: Account) -> dict[UUID, str]:
    """Return the numbers of the dossiers that these are about, by the key of each item."""
    label = Dossier._meta.label_lower
    dossiers = {one.pk: one.notice.subject_id for one in items if one.notice and one.notice.subject_type == label}
    if not dossiers:
        return {}
    numbers = dict(Dossier.objects.visible_to(user).filter(pk__in=dossiers.values()).values_list("pk", "number"))
    return {pk: numbers[subject] for pk, subject in dossiers.items() if subject in numbers}


def words_of(notice: Notice) -> str:
    """What its page says besides its title; "" where the subject says all. Shown in the space only."""
    if notice.kind in mandate_words.KINDS:
        return mandate_words.words_of_mandate(notice)
    values = {"organization": notice.organization, "phone": _phone(notice)}
    if notice.kind == Notice.Kind.NUMBER_LINKED:
        words = _(
            "%(organization)s a relié votre numéro de client avec vous. Les dates de cet organisme arrivent dans "
            "vos échéances. Ce n’est pas votre numéro? Déliez-le, ou appelez le %(phone)s."
        )
    elif notice.kind == Notice.Kind.NUMBER_UNLINKED:
        words = _(
            "%(organization)s a retiré un numéro de client qui avait été relié à votre espace par erreur. Les "
            "dates venues par ce numéro sont annulées\u00a0: plus aucun rappel ne part. S’il y en a, les dossiers "
            "venus par lui ne sont plus dans votre espace. Une question? Appelez le %(phone)s."
        )
    elif notice.kind == Notice.Kind.DATE_REMOVED:
        deadlines = apps.get_model(notice.subject_type).objects.select_related("kind")
        if (deadline := deadlines.filter(pk=notice.subject_id).first()) is None:
            return ""  # erased since
        values |= {"title": deadline.kind.title_fr, "day": date_in_words(deadline.due_on)}
        words = _(
            "%(title)s, %(day)s. %(organization)s a corrigé le numéro de client de cette date\u00a0: elle n’est pas "
            "la vôtre, et plus aucun rappel ne part. Vous pensez qu’elle l’est? Appelez le %(phone)s."
        )
    else:
        return ""
    return words % values


def _phone(notice: Notice) -> str:
    organization = notice.organization
    phone = (organization.phone if organization else "") or settings.HELP_PHONE
    return phone.replace(" ", "\u00a0")
