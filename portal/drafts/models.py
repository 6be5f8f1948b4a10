"""`Draft`: the words of a form that is not sent yet."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.drafts.querysets import DraftQuerySet
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep, once_closed


class Draft(models.Model):
    """Its author's alone. `form`: which one, as its app calls it («reply-…»); `place`: the person for whom
    its author acts there, None on one's own pages and in gestion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    place = models.ForeignKey("people.Citizen", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    form = models.CharField(max_length=60)
    # A JSON object: field of the form → what is typed.
    content = SealedTextField(verbose_name=_("contenu"), sealed_as="drafts_draft.content")
    # Raised by each saving: a device that shows an earlier one is refused, and loses nothing.
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("enregistré"), default=clock.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        ordering = ["-saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "place", "form"], nulls_distinct=False, name="draft_of_a_form_once")
        ]

    class Privacy:
        personal = {"by": "clear", "place": "clear", "content": "sealed"}
        retention = [
            Keep(days=90, after="saved_at", because="long enough to come back to it"),
            once_closed(account="by"),
        ]

    def __str__(self) -> str:
        return gettext("brouillon %(key)s") % {"key": self.pk}

    @property
    def words(self) -> dict[str, Any]:
        """What is typed in each field."""
        return json.loads(self.content)
