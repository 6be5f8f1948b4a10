"""/documents/…, included by string in the addresses of documents (letters stand above them)."""

from django.urls import path

from portal.receipts import views

urlpatterns = [
    path("<uuid:document_id>/recu/", views.receipt, name="receipt"),
]
