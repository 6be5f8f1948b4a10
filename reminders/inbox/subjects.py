"""Where a notice leads: the page of its subject, when the person may see it."""

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from portal.notices.models import Notice


def address_of(notice: Notice, user: AbstractBaseUser) -> str:
    """The subject's own page, or "" when it has none or is not visible (any more) to `user`."""
    if notice.kind == Notice.Kind.CHOICES:
        return reverse("reminders:consents")
    try:
        model = apps.get_model(notice.subject_type)
    except LookupError:
        return ""
    subject = model.objects.visible_to(user).filter(pk=notice.subject_id).first()
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""
