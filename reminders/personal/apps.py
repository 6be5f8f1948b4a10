"""Django’s registration of `reminders.personal`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.work_items import todo

SENTENCES = {
    "personal_reminder.added": _("a noté un rappel personnel"),
    "personal_reminder.changed": _("a changé un rappel personnel"),
    "personal_reminder.done": _("a indiqué qu’un rappel personnel est fait"),
    "personal_reminder.reopened": _("a rouvert un rappel personnel"),
    "personal_reminder.deleted": _("a supprimé un rappel personnel"),
    "personal_reminder.told": _("a fait partir un rappel personnel"),
}
"""What the journal says of each action."""


class PersonalConfig(AppConfig):
    name = "reminders.personal"
    verbose_name = _("Rappels personnels")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        todo.register("personal", import_string("reminders.personal.waiting.waiting_personal"))
