"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.calendars import views as calendars
from reminders.callbacks import views as callbacks
from reminders.contacts import views as contacts
from reminders.deadlines import asking_views as asking
from reminders.deadlines import from_findings_views as from_findings
from reminders.deadlines import views as deadlines
from reminders.forecast import views as forecast
from reminders.imported_deadlines import views as imported_deadlines
from reminders.inbox import views as inbox
from reminders.indicators import views as indicators
from reminders.kinds import open_data as kinds_open_data
from reminders.kinds import views as kinds
from reminders.personal import views as personal
from reminders.preferences import stopping_views as stopping
from reminders.preferences import views as preferences
from reminders.suspensions import views as suspensions
from reminders.test_messages import views as test_messages
from reminders.unsubscribing import views as unsubscribing

app_name = "reminders"

urlpatterns = [
    # Public: what can be reminded
    path("", kinds.kinds, name="kinds"),
    path("statistiques/", indicators.statistics, name="statistics"),
    path("donnees.json", kinds_open_data.kinds, name="open_data"),
    path("types/<slug:code>/", kinds.kind, name="kind"),
    path("types/<slug:code>/me-le-rappeler/", asking.remind_me, name="remind_me"),
    path("types/<slug:code>/en-un-clic/", from_findings.remind_now, name="remind_now"),
    path("types/<slug:code>/annuler/", from_findings.forget_now, name="forget_now"),
    # One's own deadlines
    path("mes-echeances/", deadlines.deadlines, name="deadlines"),
    path("mes-echeances/<uuid:pk>/", deadlines.deadline, name="deadline"),
    path("mes-echeances/<uuid:pk>/fait/", deadlines.done, name="done"),
    path("mes-echeances/<uuid:pk>/pas-pour-moi/", deadlines.not_for_me, name="not_for_me"),
    path("mes-echeances/<uuid:pk>/date/", deadlines.change_date, name="change_date"),
    path("mes-echeances/<uuid:pk>/plus-tard/", deadlines.later, name="later"),
    path("mes-echeances/<uuid:pk>/manque/", deadlines.missed, name="missed"),
    path("mes-echeances/<uuid:pk>/rouvrir/", deadlines.reopened, name="reopen"),
    path("mes-echeances/<uuid:pk>/reprendre/", deadlines.resumed, name="resume_ladder"),
    # Reminders that a person makes for herself
    path("mes-rappels/nouveau/", personal.new, name="personal_new"),
    path("mes-rappels/<uuid:pk>/", personal.show, name="personal"),
    path("mes-rappels/<uuid:pk>/modifier/", personal.edit, name="personal_edit"),
    path("mes-rappels/<uuid:pk>/fait/", personal.done, name="personal_done"),
    path("mes-rappels/<uuid:pk>/rouvrir/", personal.reopen, name="personal_reopen"),
    path("mes-rappels/<uuid:pk>/supprimer/", personal.delete, name="personal_delete"),
    # What an organization sends under its own number for the person
    path("relier/", imported_deadlines.link_number, name="link_number"),
    path("relier/<uuid:pk>/delier/", imported_deadlines.unlink_number, name="unlink_number"),
    # One's inbox and choices
    path("boite/", inbox.inbox, name="inbox"),
    path("boite/<uuid:pk>/", inbox.item, name="item"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/tout-arreter/", stopping.stop_all, name="stop_all"),
    path("preferences/tout-arreter/annuler/", stopping.undo_stop, name="undo_stop"),
    path("preferences/consentements/", preferences.consents, name="consents"),
    path("preferences/joindre/", contacts.contact, name="contact"),
    path("preferences/naissance/", contacts.birth, name="birth"),
    # … and those of a person for whom one acts
    path("preferences/pour/<uuid:pk>/", preferences.preferences, name="preferences_of"),
    path("preferences/pour/<uuid:pk>/tout-arreter/", stopping.stop_all, name="stop_all_of"),
    path("preferences/pour/<uuid:pk>/tout-arreter/annuler/", stopping.undo_stop, name="undo_stop_of"),
    path("preferences/pour/<uuid:pk>/consentements/", preferences.consents, name="consents_of"),
    path("preferences/pour/<uuid:pk>/joindre/", contacts.contact, name="contact_of"),
    path("preferences/essai/<slug:channel>/", test_messages.ask_test_message, name="ask_test_message"),
    path("essais/<uuid:pk>/", test_messages.test_message, name="test_message"),
    path("essais/<uuid:pk>/recu/", test_messages.arrived, name="test_message_arrived"),
    path("a-venir/", forecast.forecast, name="forecast"),
    # One's own calendar, read without a session by its secret address
    path("calendrier/", calendars.calendar, name="calendar"),
    path("calendrier/supprimer/", calendars.revoke_calendar, name="revoke_calendar"),
    path("calendrier/<slug:token>.ics", calendars.feed, name="feed"),
    path("mes-echeances/<uuid:pk>.ics", calendars.deadline_ics, name="deadline_ics"),
    # What no longer reaches the person
    path("coordonnees/", suspensions.suspended, name="suspended"),
    path("coordonnees/<uuid:pk>/reprendre/", suspensions.resume, name="resume"),
    # What providers tell us, signed
    path("retours/courriel/", callbacks.email, name="email_callback"),
    path("retours/courriel/<slug:provider>/", callbacks.email_provider, name="email_provider_callback"),
    path("retours/courriel-recu/", callbacks.email_received, name="email_received"),
    path("retours/courriel-recu/<slug:provider>/", callbacks.email_provider_received, name="email_provider_received"),
    path("retours/sms/", callbacks.sms, name="sms_callback"),
    # Without signing in: the link in the headers of each e-mail
    path("desabonnement/<slug:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("desabonnement/<slug:token>/annuler/", unsubscribing.resubscribe, name="resubscribe"),
]
