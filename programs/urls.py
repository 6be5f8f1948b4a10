"""Addresses under `/programmes/`, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("programs.findings.urls")),
    path("", include("programs.result_letters.urls")),
    path("", include("programs.prompts.urls")),
    path("", include("programs.shares.urls")),
    path("", include("programs.life_events.urls")),
    path("", include("programs.programs.urls")),
]
