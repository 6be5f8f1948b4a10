"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.calendars import views

app_name = "calendars"
urlpatterns = [
    # One's own calendar, read without a session by its secret address
    path("calendrier/", views.calendar, name="calendar"),
    path("calendrier/supprimer/", views.revoke_calendar, name="revoke_calendar"),
    path("calendrier/<slug:token>.ics", views.feed, name="feed"),
    path("mes-echeances/<uuid:pk>.ics", views.deadline_ics, name="deadline_ics"),
]
