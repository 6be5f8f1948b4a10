"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.inbox import views

app_name = "inbox"
urlpatterns = [
    # One's inbox and choices
    path("boite/", views.inbox, name="inbox"),
    path("boite/<uuid:pk>/", views.item, name="item"),
]
