"""/document/ …: the page typed by hand by whoever received a secure mail without an account."""

from django.urls import path

from messaging.guest_mail import views

app_name = "guest_mail"
urlpatterns = [
    path("", views.reference, name="reference"),
    path("code/", views.code, name="code"),
    path("lire/", views.read, name="read"),
    path("fichier/<uuid:document_id>/", views.download, name="download"),
    path("fermer/", views.finish, name="finish"),
    path("garder/", views.keep, name="keep"),
    path("termine/", views.done, name="done"),
]
