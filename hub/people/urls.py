"""Addresses of people and organisations, by what they are about."""

from django.urls import include, path

urlpatterns = [
    path("", include("hub.people.organisation_urls")),
    path("", include("hub.people.role_urls")),
    path("", include("hub.people.accounts_urls")),
]
