"""Addresses of the catalogue and of the advisor."""

from django.urls import path

from programs.findings import views as findings
from programs.findings import watching
from programs.letters import views as letters
from programs.life_events import views as life_events
from programs.programs import open_data
from programs.programs import views as programs
from programs.prompts import views as prompts
from programs.shares import views as shares

app_name = "programs"

urlpatterns = [
    # The advisor: questions and findings
    path("pistes/", findings.start, name="start"),
    path("pistes/questions/", findings.next_question, name="next_question"),
    path("pistes/questions/<slug:fact>/", findings.question, name="question"),
    path("pistes/resultat/", findings.result, name="result"),
    path("pistes/conserver/", findings.keep, name="keep"),
    path("pistes/garder/", findings.to_account, name="to_account"),
    path("pistes/par-la-poste/", letters.by_post, name="by_post"),
    path("pistes/ne-pas-conserver/", findings.discard, name="discard"),
    path("pistes/effacer/", findings.erase, name="erase"),
    path("pistes/me-prevenir/", watching.watch, name="watch"),
    path("pistes/ne-plus-me-prevenir/", watching.unwatch, name="unwatch"),
    path("pistes/avis/<uuid:finding_id>/", watching.stance, name="stance"),
    path("pistes/programme/<slug:code>/", findings.start_for_program, name="start_for_program"),
    # Questions at the right moment
    path("pistes/au-bon-moment/<uuid:prompt_id>/", prompts.answer, name="prompt"),
    path("pistes/reprendre-une-reponse/<slug:fact>/", prompts.take_back, name="take_back"),
    path("pistes/evenement/<slug:code>/", findings.start_for_event, name="start_for_event"),
    # Findings shown to an organization
    path("pistes/montrer/<uuid:finding_id>/", shares.share, name="share"),
    path("pistes/montrees/<uuid:share_id>/", shares.shared, name="shared"),
    path("pistes/reprendre/<uuid:share_id>/", shares.revoke, name="unshare"),
    # The public catalogue
    path("donnees.json", open_data.programs, name="open_data"),
    path("evenements/", life_events.life_events, name="life_events"),
    path("evenements/<slug:code>/", life_events.life_event, name="life_event"),
    path("", programs.catalogue, name="catalogue"),
    path("<slug:code>/", programs.program, name="program"),
]
