"""Addresses of the pages of the house."""

from django.urls import path

from portal.pages import views, well_known

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("entree/", views.landing, name="landing"),
    path("espace/", views.space, name="space"),
    path("espace/consultations/", views.access_journal, name="journal"),
    path("aide/", views.help_page, name="help"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("confidentialite/", views.privacy, name="privacy"),
    path("reconnaitre/", views.recognize, name="recognize"),
    path("composants/", views.components, name="components"),
    # What programs ask of any site
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
]
