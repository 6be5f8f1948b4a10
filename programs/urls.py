"""Addresses of the catalogue and of the advisor."""

from django.urls import path

from programs.findings import views as findings
from programs.programs import views as programs

app_name = "programs"

urlpatterns = [
    # The advisor: questions and findings
    path("pistes/", findings.start, name="start"),
    path("pistes/questions/", findings.next_question, name="next_question"),
    path("pistes/questions/<slug:fact>/", findings.question, name="question"),
    path("pistes/resultat/", findings.result, name="result"),
    path("pistes/conserver/", findings.keep, name="keep"),
    path("pistes/effacer/", findings.erase, name="erase"),
    path("pistes/programme/<slug:code>/", findings.start_for_program, name="start_for_program"),
    # The public catalogue
    path("", programs.catalogue, name="catalogue"),
    path("<slug:code>/", programs.program, name="program"),
]
