"""Django’s registration of `programs.findings`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.account_closing import registered as erasing
from portal.audit import sentences
from portal.foundation import extensions
from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.work_items import todo

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "programs.tell": IsolatedWork(
        _("Ses nouvelles pistes ne lui sont pas annoncées"), "programs.findings.telling.tell_again_of"
    ),
}

SENTENCES = {
    "finding.advised": _("a fait le point sur les programmes possibles"),
    "finding.set_aside": _("a donné son avis sur une piste"),
    "finding.told": _("a signalé une nouvelle piste"),
}
"""What the journal says of each action."""


class FindingsConfig(AppConfig):
    name = "programs.findings"
    verbose_name = _("Pistes")

    def ready(self) -> None:
        extensions.fill("space.findings", "programs/findings/_space.html")
        extensions.fill("home.life_events", "programs/findings/_life_events.html")
        works.register(WORKS)
        sentences.register(SENTENCES)
        erasing.register("programs.findings.actions.forget")
        todo.register("findings", import_string("programs.findings.waiting.waiting_findings"))
