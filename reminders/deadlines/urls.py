"""Addresses under `/rappels/`."""

from django.urls import path

from reminders.deadlines import asking_views, from_findings_views, views

app_name = "deadlines"
urlpatterns = [
    path("types/<slug:code>/me-le-rappeler/", asking_views.remind_me, name="remind_me"),
    path("types/<slug:code>/en-un-clic/", from_findings_views.remind_now, name="remind_now"),
    path("types/<slug:code>/annuler/", from_findings_views.forget_now, name="forget_now"),
    # One's own deadlines
    path("mes-echeances/", views.deadlines, name="deadlines"),
    path("mes-echeances/<uuid:pk>/", views.deadline, name="deadline"),
    path("mes-echeances/<uuid:pk>/fait/", views.done, name="done"),
    path("mes-echeances/<uuid:pk>/pas-pour-moi/", views.not_for_me, name="not_for_me"),
    path("mes-echeances/<uuid:pk>/date/", views.change_date, name="change_date"),
    path("mes-echeances/<uuid:pk>/plus-tard/", views.later, name="later"),
    path("mes-echeances/<uuid:pk>/manque/", views.missed, name="missed"),
    path("mes-echeances/<uuid:pk>/rouvrir/", views.reopened, name="reopen"),
    path("mes-echeances/<uuid:pk>/reprendre/", views.resumed, name="resume_ladder"),
]
