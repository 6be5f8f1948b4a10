"""`Vote`: useful or not, with a comment if one likes. Who voted is not kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep
from portal.organizations.models import Organization
from portal.votes.querysets import VoteQuerySet


class Vote(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # "app_label.model" and key of what was read: a program, a kind of deadline, a step of its ladder.
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(_("page ou rappel"), max_length=200)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organisme"),
        db_index=False,
    )
    is_useful = models.BooleanField(_("utile"))
    # People write more than they should in such boxes: sealed like a message.
    comment = SealedTextField(_("commentaire"), blank=True, sealed_as="votes_vote.comment")
    created_at = models.DateTimeField(_("reçu le"), default=clock.now, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis d’utilité")
        verbose_name_plural = _("avis d’utilité")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="vote_of_subject"),
            models.Index(fields=["organization", "-created_at", "-id"], name="vote_of_organization"),
        ]

    class Privacy:
        personal = {"comment": "sealed", "title": "clear"}
        retention = [Keep(years=2, after="created_at", because="it names nobody; a comment may, and is sealed")]

    def __str__(self) -> str:
        return self.title
