"""Addresses of the charter's front page, and of a page for each area."""

from django.urls import path

from charter.views import areas

urlpatterns = [
    path("", areas.charter, name="charter"),
    path("areas/<slug:slug>/", areas.area, name="charter-area"),
]
