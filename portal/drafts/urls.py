"""/brouillons/…"""

from django.urls import path

from portal.drafts import views

app_name = "drafts"
urlpatterns = [path("<uuid:pk>/jeter/", views.discard, name="discard")]
