"""Addresses under `/questions/`."""

from django.urls import path

from portal.questions import views

app_name = "questions"

urlpatterns = [path("", views.questions, name="list")]
