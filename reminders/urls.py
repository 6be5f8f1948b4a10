"""Addresses under `/rappels/`, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("reminders.kinds.urls")),
    path("", include("reminders.indicators.urls")),
    path("", include("reminders.deadlines.urls")),
    path("", include("reminders.personal.urls")),
    path("", include("reminders.imported_deadlines.urls")),
    path("", include("reminders.inbox.urls")),
    path("", include("reminders.preferences.urls")),
    path("", include("reminders.contacts.urls")),
    path("", include("reminders.test_messages.urls")),
    path("", include("reminders.forecast.urls")),
    path("", include("reminders.calendars.urls")),
    path("", include("reminders.suspensions.urls")),
    path("", include("reminders.callbacks.urls")),
    path("", include("reminders.unsubscribing.urls")),
]
