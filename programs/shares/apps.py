"""Django’s registration of `programs.shares`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects

SENTENCES = {
    "finding.shared": _("a montré une piste à une équipe"),
    "finding.unshared": _("a repris une piste montrée à une équipe"),
    "finding.share_read": _("a lu une piste montrée à son équipe"),
}
"""What the journal says of each action."""


class SharesConfig(AppConfig):
    name = "programs.shares"
    verbose_name = _("Pistes montrées")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        work_sentences.register({"programs.share": _("Lire une piste qu’une personne vous montre")})
        subjects.register(
            "shares.findingshare",
            citizen="shares:shared",
            agent="admin:shares_findingshare_change",
            titles=import_string("programs.shares.subjects.titles"),
        )
