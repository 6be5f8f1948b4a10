"""Addresses under `/programmes/`."""

from django.urls import path

from programs.findings import views, watching

app_name = "findings"
urlpatterns = [
    # The advisor: questions and findings
    path("pistes/", views.start, name="start"),
    path("pistes/questions/", views.next_question, name="next_question"),
    path("pistes/questions/<slug:fact>/", views.question, name="question"),
    path("pistes/resultat/", views.result, name="result"),
    path("pistes/conserver/", views.keep, name="keep"),
    path("pistes/garder/", views.to_account, name="to_account"),
    path("pistes/ne-pas-conserver/", views.discard, name="discard"),
    path("pistes/effacer/", views.erase, name="erase"),
    path("pistes/me-prevenir/", watching.watch, name="watch"),
    path("pistes/ne-plus-me-prevenir/", watching.unwatch, name="unwatch"),
    path("pistes/avis/<uuid:finding_id>/", watching.stance, name="stance"),
    path("pistes/programme/<slug:code>/", views.start_for_program, name="start_for_program"),
    path("pistes/evenement/<slug:code>/", views.start_for_event, name="start_for_event"),
]
