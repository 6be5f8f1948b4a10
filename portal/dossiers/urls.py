"""/dossiers/…"""

from django.urls import include, path

from portal.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.list_dossiers, name="list"),
    path("<uuid:dossier_id>/", views.dossier, name="dossier"),
    path("<uuid:dossier_id>/histoire/", views.story, name="story"),
    path("", include("portal.dossier_exports.urls")),  # its file
]
