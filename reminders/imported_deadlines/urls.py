"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.imported_deadlines import views

app_name = "imported_deadlines"
urlpatterns = [
    # What an organization sends under its own number for the person
    path("relier/", views.link_number, name="link_number"),
    path("relier/<uuid:pk>/delier/", views.unlink_number, name="unlink_number"),
]
