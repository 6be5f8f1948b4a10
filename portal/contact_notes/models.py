"""`ContactNote`: one contact that left no other trace."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.contact_notes.querysets import ContactNoteQuerySet
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep
from portal.organizations.models import Team
from portal.people.models import Citizen


class ContactNote(models.Model):
    class Way(models.TextChoices):
        CALL_IN = "call_in", _("la personne a appelé")
        CALL_OUT = "call_out", _("nous l’avons appelée")
        VISIT = "visit", _("au comptoir")
        LETTER_IN = "letter_in", _("lettre reçue")
        LETTER_OUT = "letter_out", _("lettre envoyée hors du portail")
        SOMEBODY = "somebody", _("quelqu’un pour elle")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="contact_notes", verbose_name=_("personne"), db_index=False
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("équipe"))
    way = models.CharField(_("comment"), max_length=10, choices=Way)
    text = SealedTextField(_("ce qui a été dit"), sealed_as="contact_notes_contactnote.text")
    at = models.DateTimeField(_("le"), default=clock.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noté par"), editable=False
    )

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("échange noté")
        verbose_name_plural = _("échanges notés")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(F("citizen"), F("at").desc(), F("id").desc(), name="contact_note_citizen")]

    class Privacy:
        personal = {"citizen": "clear", "text": "sealed", "by": "clear"}
        retention = [Keep(years=7, after="at", because="what was said and promised")]

    def __str__(self) -> str:
        return self.get_way_display()
