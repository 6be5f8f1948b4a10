"""Addresses under `/compte/profil/`."""

from django.urls import path

from portal.profile import views

app_name = "profile"
urlpatterns = [
    path("", views.show, name="show"),
    path("nom/", views.names, name="names"),
    path("remettre/<uuid:change_id>/", views.put_back, name="put_back"),
]
