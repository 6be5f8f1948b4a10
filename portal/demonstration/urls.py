"""The demonstration's page (`/demonstration/`), mounted only with DEMO=1."""

from django.urls import path

from portal.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.demonstration, name="home"),
    path("repondre/", views.write_back, name="reply"),
    path("horloge/", views.move, name="move-clock"),
    path("heure-reelle/", views.reset, name="reset-clock"),
]
