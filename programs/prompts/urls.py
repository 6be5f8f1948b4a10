"""Addresses under `/programmes/`."""

from django.urls import path

from programs.prompts import views

app_name = "prompts"
urlpatterns = [
    # Questions at the right moment
    path("pistes/dossier/<uuid:dossier_id>/", views.of_dossier, name="of_dossier"),
    path("pistes/au-bon-moment/<uuid:prompt_id>/", views.answer, name="prompt"),
    path("pistes/reprendre-une-reponse/<slug:fact>/", views.take_back, name="take_back"),
]
