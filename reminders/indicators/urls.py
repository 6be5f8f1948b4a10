"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.indicators import views

app_name = "indicators"
urlpatterns = [
    path("statistiques/", views.statistics, name="statistics"),
]
