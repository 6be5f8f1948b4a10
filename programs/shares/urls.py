"""Addresses under `/programmes/`."""

from django.urls import path

from programs.shares import views

app_name = "shares"
urlpatterns = [
    # Findings shown to an organization
    path("pistes/montrer/<uuid:finding_id>/", views.share, name="share"),
    path("pistes/montrees/<uuid:share_id>/", views.shared, name="shared"),
    path("pistes/reprendre/<uuid:share_id>/", views.revoke, name="unshare"),
]
