"""/dossiers/…"""

from django.urls import path

from portal.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.list_dossiers, name="list"),
    path("<uuid:dossier_id>/", views.dossier, name="dossier"),
]
