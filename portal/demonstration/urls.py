"""The demonstration's page (`/demonstration/`), mounted only with DEMO=1."""

from django.urls import path

from portal.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.demonstration, name="home"),
    path("histoires/<slug:code>/", views.story, name="story"),
    path("entrer/", views.enter_as, name="enter"),
    path("recommencer/", views.begin_again, name="begin-again"),
    path("repondre/", views.write_back, name="reply"),
    path("horloge/", views.move, name="move-clock"),
    path("heure-reelle/", views.reset, name="reset-clock"),
]
