"""/invitation/: becoming staff."""

from django.urls import path

from portal.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.invitation, name="invitation"),
    path("compte/", views.new_account, name="new_account"),
    path("<uuid:invitation_id>/reponse/", views.answer, name="answer"),
]
