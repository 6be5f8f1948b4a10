"""Django’s registration of `messaging.guest_mail`."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from messaging.threads import answering
from portal.audit import sentences
from portal.documents import depositors
from portal.foundation import extensions

SENTENCES = {
    "guest_shipment.sent": _("a envoyé un message sécurisé à une adresse courriel, sans compte"),
    "guest_shipment.sent_again": _("a envoyé de nouveau le courriel d’un message sécurisé"),
    "guest_shipment.secret_renewed": _("a fait un autre mot de passe pour un message sécurisé"),
    "guest_shipment.withdrawn": _("a retiré un message sécurisé"),
    "guest_shipment.code_asked": _("a envoyé le code d’un message sécurisé par texto"),
    "guest_shipment.opened": _("a ouvert un message sécurisé par son code, sans compte"),
    "guest_shipment.refused": _("a tenté d’ouvrir un message sécurisé sans le bon code"),
    "guest_shipment.answered": _("a répondu à un message sécurisé, sans compte"),
    "guest_shipment.finished": _("a fermé un message sécurisé"),
    "guest_shipment.kept": _("a mis un message sécurisé dans son espace"),
    "guest_shipment.read": _("a consulté un envoi sécurisé"),
}
"""What the journal says of each action."""


class GuestMailConfig(AppConfig):
    name = "messaging.guest_mail"
    verbose_name = _("Envois sécurisés")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        answering.register("guest_mail", import_module("messaging.guest_mail.announcing"))
        depositors.register("guest_mail", import_string("messaging.guest_mail.opening.is_reading"))
        extensions.fill("thread.reach", "messaging/guest_mail/_reach.html")
