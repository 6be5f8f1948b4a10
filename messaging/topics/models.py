"""`Topic`: what people write about, in their words, and the team that answers. Public words."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.topics.querysets import TopicQuerySet
from portal.foundation.retention import KeepForever
from portal.foundation.words.ordering import ordered_by
from portal.organizations.models import Team


class Topic(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="topics", verbose_name=_("équipe qui répond"), db_index=False
    )
    name_fr = models.CharField(
        _("sujet"),
        max_length=120,
        help_text=_("Comme les gens le disent\u00a0: «\u00a0J’ai déménagé\u00a0», «\u00a0J’ai perdu ma carte\u00a0»."),
    )
    name_en = models.CharField(_("sujet en anglais"), max_length=120, blank=True)
    words = models.CharField(
        _("autres mots que les gens écrivent"),
        max_length=300,
        blank=True,
        help_text=_("Séparés par des virgules. La recherche les trouve; personne ne les lit."),
    )
    is_offered = models.BooleanField(
        _("proposé"),
        default=True,
        help_text=_("Décoché\u00a0: personne ne le voit plus. Rien de ce qui est écrit ne change."),
    )
    name_order = ordered_by("name_fr")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("sujet de message")
        verbose_name_plural = _("sujets de message")
        ordering = ["name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name_fr"],
                name="topic_name_once",
                violation_error_message=_("Cette équipe a déjà ce sujet."),
            )
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public words: what people could write about")]

    def __str__(self) -> str:
        return self.name_fr
