"""Addresses under `/utile/`."""

from django.urls import path

from portal.votes import views

app_name = "votes"

urlpatterns = [
    path("", views.answer, name="answer"),
    path("merci/", views.thanks, name="thanks"),
]
