"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.contacts import views

app_name = "contacts"
urlpatterns = [
    path("preferences/joindre/", views.contact, name="contact"),
    path("preferences/naissance/", views.birth, name="birth"),
]
