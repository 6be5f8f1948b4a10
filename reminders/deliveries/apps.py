"""Django’s registration of `reminders.deliveries`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.isolation import works
from portal.isolation.works import IsolatedWork

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.release": IsolatedWork(
        _("Ses rappels échus ne partent pas"), "reminders.deliveries.release.release_due_of"
    ),
    "reminders.notices": IsolatedWork(_("Ses avis ne partent pas"), "reminders.deliveries.release.release_notices_of"),
    "reminders.claim": IsolatedWork(
        _("Ses messages prêts ne partent pas"), "reminders.deliveries.actions.claim_again_of"
    ),
}

SENTENCES = {
    "delivery.read": _("a consulté un envoi"),
}
"""What the journal says of each action."""


class DeliveriesConfig(AppConfig):
    name = "reminders.deliveries"
    verbose_name = _("Envois")

    def ready(self) -> None:
        works.register(WORKS)
        sentences.register(SENTENCES)
        register_adapter = import_string("reminders.deliveries.adapters.register")
        register_adapter(import_string("reminders.deliveries.email_adapter.EmailAdapter")())
        register_adapter(import_string("reminders.deliveries.sms_adapter.SmsAdapter")())
