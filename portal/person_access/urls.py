"""Addresses under `/code-aide/`."""

from django.urls import path

from portal.person_access import views

app_name = "person_access"
urlpatterns = [path("", views.support_code, name="support_code")]
