"""/documents/…"""

from django.urls import include, path

from portal.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.list_documents, name="list"),
    path("verdicts/", views.verdicts, name="verdicts"),
    path("deposer/", views.deposit_document, name="deposit"),
    path("<uuid:document_id>/fiche/", views.document_page, name="page"),
    path("<uuid:document_id>/retirer/", views.discard_document, name="discard"),
    path("<uuid:document_id>/", views.download, name="download"),
    path("", include("portal.receipts.urls")),  # the receipt of a deposit
]
