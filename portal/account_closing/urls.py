"""Addresses under `/compte/fermer/`."""

from django.urls import path

from portal.account_closing import views

app_name = "account_closing"
urlpatterns = [
    path("", views.close, name="close"),
    path("fait/", views.closed, name="closed"),
    path("revenir/", views.back, name="back"),
]
