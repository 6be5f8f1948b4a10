"""/annuler/ …: the page typed by hand by whoever is told of a change that is not theirs."""

from django.urls import path

from portal.contact_changes import views

app_name = "contact_changes"
urlpatterns = [
    path("", views.undo, name="undo"),
    path("preuve/", views.proof, name="proof"),
    path("fait/", views.done, name="done"),
]
