"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.unsubscribing import views

app_name = "unsubscribing"
urlpatterns = [
    # Without signing in: the link in the headers of each e-mail
    path("desabonnement/<slug:token>/", views.unsubscribe, name="unsubscribe"),
    path("desabonnement/<slug:token>/annuler/", views.resubscribe, name="resubscribe"),
]
