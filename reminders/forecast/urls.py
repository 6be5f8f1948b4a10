"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.forecast import views

app_name = "forecast"
urlpatterns = [
    path("a-venir/", views.forecast, name="forecast"),
]
