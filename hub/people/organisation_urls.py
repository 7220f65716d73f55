"""Addresses of the directory, of organisations' pages, and of what their managers do there."""

from django.urls import path

from hub.people.views.directory import find, groups, organisation, verified
from hub.people.views.organisations import ask, edit, new, place

urlpatterns = [
    path("organisations/new/", new, name="organisation-new"),
    path("groups/", groups, name="groups"),
    path("groups/find/", find, name="groups-find"),
    path("groups/verified/", verified, name="verified"),
    path("groups/<slug:slug>/", organisation, name="organisation"),
    path("groups/<slug:slug>/edit/", edit, name="organisation-edit"),
    path("groups/<slug:slug>/place/", place, name="organisation-place"),
    path("groups/<slug:slug>/ask/", ask, name="organisation-ask"),
]
