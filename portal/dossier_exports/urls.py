"""/dossiers/…, included by string in the addresses of dossiers (their files stand above them)."""

from django.urls import path

from portal.dossier_exports import views

urlpatterns = [
    path("<uuid:dossier_id>/dossier.pdf", views.pdf, name="pdf"),
    path("<uuid:dossier_id>/dossier.zip", views.package, name="zip"),
]
