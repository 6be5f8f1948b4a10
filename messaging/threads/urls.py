"""/messages/…"""

from django.urls import path

from messaging.threads import views

app_name = "threads"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("chercher/", views.find, name="find"),
    path("a-qui/", views.choose, name="choose"),
    path("nouveau/", views.new_message, name="new"),
    path("nouveau/brouillon/", views.save_new, name="save_new"),
    path("<uuid:thread_id>/annuler/<uuid:message_id>/", views.undo, name="undo"),
    path("<uuid:thread_id>/pdf/", views.pdf, name="pdf"),
    path("<uuid:thread_id>/brouillon/", views.save_reply, name="save_reply"),
    path("<uuid:thread_id>/", views.thread, name="thread"),
]
