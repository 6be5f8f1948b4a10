"""/messages/…"""

from django.urls import path

from messaging.threads import views

app_name = "threads"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("a-qui/", views.choose, name="choose"),
    path("nouveau/", views.new_message, name="new"),
    path("<uuid:thread_id>/", views.thread, name="thread"),
]
