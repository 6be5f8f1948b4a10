"""Addresses under `/api/v1/`, as django-ninja makes them; `api` is the name by which it looks for its own."""

from reminders.api.views import api

app_name = "api"

urlpatterns = api.urls[0]
