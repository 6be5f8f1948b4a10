"""`ServedPerson`: a citizen as agents serve them; no table of its own."""

from django.utils.translation import gettext_lazy as _

from portal.people.models import Citizen


class ServedPerson(Citizen):
    class Meta:
        proxy = True
        verbose_name = _("personne servie")
        verbose_name_plural = _("servir une personne")
        ordering = ["family_name", "given_name", "pk"]

    class Privacy:
        personal = Citizen.Privacy.personal
        retention = Citizen.Privacy.retention
