"""Addresses under `/premiers-pas/`."""

from django.urls import path

from reminders.first_steps import views

app_name = "first_steps"
urlpatterns = [
    path("", views.reach, name="reach"),
    path("rappels/", views.remind, name="remind"),
    path("aides/", views.find, name="find"),
    path("fin/", views.leave, name="leave"),
]
