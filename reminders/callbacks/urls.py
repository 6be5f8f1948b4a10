"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.callbacks import views

app_name = "callbacks"
urlpatterns = [
    # What providers tell us, signed
    path("retours/courriel/", views.email, name="email_callback"),
    path("retours/courriel/<slug:provider>/", views.email_provider, name="email_provider_callback"),
    path("retours/courriel-recu/", views.email_received, name="email_received"),
    path("retours/courriel-recu/<slug:provider>/", views.email_provider_received, name="email_provider_received"),
    path("retours/sms/", views.sms, name="sms_callback"),
]
