"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.suspensions import views

app_name = "suspensions"
urlpatterns = [
    # What no longer reaches the person
    path("coordonnees/", views.suspended, name="suspended"),
    path("coordonnees/<uuid:pk>/reprendre/", views.resume, name="resume"),
]
