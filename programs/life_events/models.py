"""`LifeEvent`: what happens to a person, and the programs that it opens."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.retention import KeepForever
from programs.life_events.querysets import LifeEventQuerySet


class LifeEvent(models.Model):
    """Imported from `programs/reference/life_events.yaml`. `deadlines` names kinds of `reminders` by code
    only; they and `transfers` are kept as imported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    title_fr = models.CharField(_("titre"), max_length=200)
    title_en = models.CharField(_("titre (anglais)"), max_length=200)
    summary_fr = models.TextField(_("résumé"), blank=True)
    summary_en = models.TextField(_("résumé (anglais)"), blank=True)
    programs = models.ManyToManyField("programs.Program", related_name="life_events", verbose_name=_("programmes"))
    facts_to_confirm = models.JSONField(_("faits à confirmer"), default=list, blank=True)
    deadlines = models.JSONField(_("échéances"), default=list, blank=True)
    transfers = models.JSONField(_("transferts possibles"), default=list, blank=True)
    updated_at = models.DateTimeField(_("modifié"), default=clock.now)

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement de vie")
        verbose_name_plural = _("événements de vie")
        ordering = ["position", "code"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public reference")]

    def __str__(self) -> str:
        return self.title_fr

    def get_absolute_url(self) -> str:
        return reverse("life_events:life_event", args=[self.code])
