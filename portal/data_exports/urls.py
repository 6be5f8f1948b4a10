"""Addresses under `/compte/donnees/`."""

from django.urls import path

from portal.data_exports import views

app_name = "data_exports"
urlpatterns = [
    path("", views.show, name="show"),
    path("<uuid:export_id>/", views.download, name="download"),
]
