"""Addresses under `/programmes/`."""

from django.urls import path

from programs.programs import open_data, views

app_name = "programs"
urlpatterns = [
    # The public catalogue
    path("donnees.json", open_data.programs, name="open_data"),
    path("", views.catalogue, name="catalogue"),
    path("<slug:code>/", views.program, name="program"),
]
