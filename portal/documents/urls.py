"""/documents/…"""

from django.urls import path

from portal.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.list_documents, name="list"),
    path("<uuid:document_id>/", views.download, name="download"),
]
