"""/aider/: acting for somebody."""

from django.urls import path

from portal.mandates import views

app_name = "mandates"
urlpatterns = [
    path("", views.helped, name="helped"),
    path("pour-moi/", views.for_me, name="for_me"),
    path("inviter/", views.invite, name="invite"),
    path("demande/<uuid:pk>/", views.invitation, name="invitation"),
    path("demande/<uuid:pk>/retirer/", views.withdraw, name="withdraw"),
    path("mandat/<uuid:pk>/changer/", views.change, name="change"),
    path("mandat/<uuid:pk>/fin/", views.finish, name="finish"),
]
