"""`ServedPerson`: a citizen as agents serve them; no table of its own."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import Citizen


class ServedPerson(Citizen):
    class Meta:
        proxy = True
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["name_order", "pk"]

    class Privacy:
        personal = Citizen.Privacy.personal
        retention = Citizen.Privacy.retention
