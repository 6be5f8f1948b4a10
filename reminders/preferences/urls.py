"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.preferences import stopping_views, views

app_name = "preferences"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/tout-arreter/", stopping_views.stop_all, name="stop_all"),
    path("preferences/tout-arreter/annuler/", stopping_views.undo_stop, name="undo_stop"),
    path("preferences/consentements/", views.consents, name="consents"),
]
