"""Addresses, as a map: upper apps are named by string."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.catalogue import views as catalogue

urlpatterns = [
    # What anyone reads, and the citizen's space
    path("", include("portal.pages.urls")),
    path("programmes/", include("programs.urls")),
    path("rappels/", include("reminders.urls")),
    path("sitemap.xml", catalogue.sitemap, name="sitemap"),
    path("robots.txt", catalogue.robots, name="robots"),
    path("premiers-pas/", include("reminders.first_steps.urls")),
    path("recherche/", include("portal.catalogue.urls")),
    path("questions/", include("portal.questions.urls")),
    path("utile/", include("portal.votes.urls")),
    # What passes between a citizen and a service
    path("messages/", include("messaging.threads.urls")),
    path("brouillons/", include("portal.drafts.urls")),
    path("dossiers/", include("portal.dossiers.urls")),
    path("document/", include("messaging.guest_mail.urls")),
    path("documents/", include("portal.documents.urls")),
    path("pieces/", include("portal.requested_documents.urls")),
    path("mon-code/", include("reminders.space_invitations.urls")),
    path("code-aide/", include("portal.person_access.urls")),
    # Accounts and sessions
    path("annuler/", include("portal.contact_changes.urls")),
    path("compte/profil/", include("portal.profile.urls")),
    path("compte/donnees/", include("portal.data_exports.urls")),
    path("compte/fermer/", include("portal.account_closing.urls")),
    path("compte/", include("allauth.urls")),
    path("session/", include("portal.people.urls")),
    path("aider/", include("portal.mandates.urls")),
    path("invitation/", include("portal.staff.urls")),
    # Agents and administrators
    path("gestion/", admin.site.urls),
    # Organizations' systems
    path("api/v1/", include("portal.api.urls")),
    # Operation
    path("", include("portal.health.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demonstration/", include("portal.demonstration.urls")))

handler400 = "portal.pages.views.bad_request"
handler403 = "portal.pages.views.forbidden"
handler404 = "portal.pages.views.not_found"
handler500 = "portal.pages.views.server_error"
