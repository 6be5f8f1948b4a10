"""/pieces/…"""

from django.urls import path

from portal.requests import views

app_name = "requests"
urlpatterns = [
    path("<uuid:request_id>/", views.piece, name="piece"),
]
