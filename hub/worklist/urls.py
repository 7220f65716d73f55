"""Addresses of hub.worklist."""

from django.urls import path

from hub.worklist.views import work

urlpatterns = [
    path("worklist/", work.worklist, name="worklist"),
    path("worklist/<slug:key>/", work.queue, name="worklist-queue"),
]
