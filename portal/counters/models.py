"""`KeptCounter`: what must not be forgotten; `WindowCounter`: rates, which a crash of the database may forget."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import Keep

ENDED = Keep(hours=1, after="ends_at", by="portal.counters.actions.erase_ended")


class Counter(models.Model):
    """One count or mark, by the keyed digest of its name: neither an address nor a code is written here.

    `value`: a number, or what the cache was given. Without an index on `ends_at`, counting again stays a HOT update."""

    key = models.UUIDField(_("empreinte"), primary_key=True, editable=False)
    value = models.JSONField(_("valeur"))
    ends_at = models.DateTimeField(_("fin"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.key)


class KeptCounter(Counter):
    """In an ordinary table: a crash of PostgreSQL forgets nothing that was answered."""

    class Meta:
        verbose_name = _("compteur conservé")
        verbose_name_plural = _("compteurs conservés")

    class Privacy:
        personal: dict[str, str] = {}
        retention = [ENDED]


class WindowCounter(Counter):
    """In an unlogged table: quick to write, empty after a crash of PostgreSQL."""

    class Meta:
        verbose_name = _("compteur d’une période")
        verbose_name_plural = _("compteurs d’une période")

    class Privacy:
        personal: dict[str, str] = {}
        retention = [ENDED]
