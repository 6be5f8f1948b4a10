"""/pieces/…"""

from django.urls import path

from portal.requested_documents import views

app_name = "requested_documents"
urlpatterns = [
    path("<uuid:request_id>/", views.piece, name="piece"),
]
