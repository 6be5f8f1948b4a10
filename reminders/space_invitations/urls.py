"""Addresses under `/mon-code/`."""

from django.urls import path

from reminders.space_invitations import views

app_name = "space_invitations"
urlpatterns = [path("", views.redeem, name="redeem")]
