"""Addresses under `/pieces/`."""

from django.urls import path

from portal.requested_documents import views

app_name = "requested_documents"
urlpatterns = [
    path("<uuid:request_id>/", views.requested_document, name="show"),
    path("<uuid:request_id>/retirer/<uuid:document_id>/", views.take_back, name="take_back"),
]
