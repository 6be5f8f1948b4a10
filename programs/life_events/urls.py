"""Addresses under `/programmes/`."""

from django.urls import path

from programs.life_events import views

app_name = "life_events"
urlpatterns = [
    path("evenements/", views.life_events, name="life_events"),
    path("evenements/<slug:code>/", views.life_event, name="life_event"),
]
