"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.kinds import open_data, views

app_name = "kinds"
urlpatterns = [
    # Public: what can be reminded
    path("", views.kinds, name="kinds"),
    path("donnees.json", open_data.kinds, name="open_data"),
    path("types/<slug:code>/", views.kind, name="kind"),
]
