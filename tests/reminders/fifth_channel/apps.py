"""Registration of the channel: all that the product learns of it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

CODE = "personal_push"
ABOUT_REMINDERS = (
    "Je veux recevoir mes rappels par une notification à l’adresse de mon choix. Elle ne dit ni ce que je dois ou "
    "reçois, ni mon numéro de dossier."
)
ABOUT_FILE_NEWS = "Je veux recevoir une notification à l’adresse de mon choix quand un message m’attend."
NOT_OFFERED = "Non offert par notification."


class FifthChannelConfig(AppConfig):
    name = "tests.reminders.fifth_channel"
    label = "fifth_channel"

    def ready(self) -> None:
        # Models are not there yet while this module is imported.
        channels = import_string("portal.consents.channels.Channel")
        purpose = import_string("portal.consents.models.Purpose")
        about = import_string("reminders.preferences.wordings.ABOUT")
        channel = channels.register(CODE, "par notification", rank=25, is_digital=True)
        wordings = {purpose.REMINDERS: ABOUT_REMINDERS, purpose.FILE_NEWS: ABOUT_FILE_NEWS}
        import_string("reminders.channels.contact_points.register")(import_string(f"{self.name}.adapter.PushPoint")())
        import_string("reminders.preferences.wordings.register")(
            channel, wordings=wordings, not_offered=dict.fromkeys(set(about) - set(wordings), NOT_OFFERED)
        )
        import_string("reminders.deliveries.adapters.register")(import_string(f"{self.name}.adapter.PushAdapter")())
