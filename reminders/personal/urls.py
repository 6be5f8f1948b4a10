"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.personal import views

app_name = "personal"
urlpatterns = [
    # Reminders that a person makes for herself
    path("mes-rappels/nouveau/", views.new, name="personal_new"),
    path("mes-rappels/<uuid:pk>/", views.show, name="personal"),
    path("mes-rappels/<uuid:pk>/modifier/", views.edit, name="personal_edit"),
    path("mes-rappels/<uuid:pk>/fait/", views.done, name="personal_done"),
    path("mes-rappels/<uuid:pk>/rouvrir/", views.reopen, name="personal_reopen"),
    path("mes-rappels/<uuid:pk>/supprimer/", views.delete, name="personal_delete"),
]
