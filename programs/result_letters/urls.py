"""Addresses under `/programmes/`."""

from django.urls import path

from programs.result_letters import views

app_name = "result_letters"
urlpatterns = [
    path("pistes/par-la-poste/", views.by_post, name="by_post"),
]
