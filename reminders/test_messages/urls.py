"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.test_messages import views

app_name = "test_messages"
urlpatterns = [
    path("preferences/essai/<slug:channel>/", views.ask_test_message, name="ask_test_message"),
    path("essais/<uuid:pk>/", views.test_message, name="test_message"),
    path("essais/<uuid:pk>/recu/", views.arrived, name="test_message_arrived"),
]
