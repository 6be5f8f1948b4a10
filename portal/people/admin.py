"""People in «gestion»: agents see who has a dossier with their teams."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion.site import SectionAdmin
from portal.people import phones
from portal.people.models import Citizen
from portal.people.zones import words_of


@admin.register(Citizen)
class CitizenAdmin(SectionAdmin):
    """Read only, reached from rows that name a person. The menu leads to the page where people are served
    (`reminders.assisted`)."""

    view_permission = Permission.VIEW_PEOPLE
    read_verb = "citizen.read"
    found_by = ("",)
    list_display = ["family_name", "given_name", "telephone", "email"]
    list_display_links = ["family_name", "given_name"]
    fields = (
        "given_name",
        "family_name",
        "born",
        "died_on",
        "telephone",
        "email",
        "postal_address",
        "language",
        "clock",
    )
    readonly_fields = fields

    @admin.display(description=_("date de naissance"), empty_value="—")
    def born(self, citizen: Citizen) -> str:
        """In full, or what is known of it."""
        return str(citizen.birth or "")

    @admin.display(description=_("fuseau horaire"))
    def clock(self, citizen: Citizen) -> str:
        return words_of(citizen.time_zone)

    @admin.display(description=_("numéro de téléphone"), ordering="phone", empty_value="—")
    def telephone(self, citizen: Citizen) -> str:
        return phones.shown(citizen.telephone)
