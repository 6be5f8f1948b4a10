"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.deadlines import views as deadlines
from reminders.inbox import views as inbox
from reminders.kinds import views as kinds
from reminders.preferences import views as preferences
from reminders.suspensions import views as suspensions
from reminders.unsubscribing import views as unsubscribing

app_name = "reminders"

urlpatterns = [
    # Public: what can be reminded
    path("", kinds.kinds, name="kinds"),
    path("types/<slug:code>/", kinds.kind, name="kind"),
    path("types/<slug:code>/me-le-rappeler/", deadlines.remind_me, name="remind_me"),
    # One's own deadlines
    path("mes-echeances/", deadlines.deadlines, name="deadlines"),
    path("mes-echeances/<uuid:pk>/", deadlines.deadline, name="deadline"),
    path("mes-echeances/<uuid:pk>/fait/", deadlines.done, name="done"),
    path("mes-echeances/<uuid:pk>/pas-pour-moi/", deadlines.not_for_me, name="not_for_me"),
    path("mes-echeances/<uuid:pk>/date/", deadlines.change_date, name="change_date"),
    # One's inbox and choices
    path("boite/", inbox.inbox, name="inbox"),
    path("boite/<uuid:pk>/", inbox.item, name="item"),
    path("preferences/", preferences.preferences, name="preferences"),
    # What no longer reaches the person
    path("coordonnees/", suspensions.suspended, name="suspended"),
    path("coordonnees/<uuid:pk>/reprendre/", suspensions.resume, name="resume"),
    # Without signing in: the link in the headers of each e-mail
    path("desabonnement/<slug:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]
