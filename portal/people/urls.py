"""/session/ …: the session's time."""

from django.urls import path

from portal.people import views

app_name = "people"
urlpatterns = [
    path("etat/", views.session_status, name="session_status"),
    path("prolonger/", views.session_extend, name="session_extend"),
    path("appareil/<int:pk>/", views.end_device, name="end_device"),
]
