"""Addresses of what is on."""

from django.urls import include, path

from listings.feeds.calendar import listing_calendar, whats_on_calendar
from listings.views.browse import find, whats_on
from listings.views.listing import listing
from listings.views.pages import criteria

urlpatterns = [
    path("", include("listings.posting_urls")),
    path("", include("listings.moderation_urls")),
    path("", whats_on, name="whats-on"),
    path("whats-on/find/", find, name="whats-on-find"),
    path("whats-on/criteria/", criteria, name="criteria"),
    path("whats-on/calendar.ics", whats_on_calendar, name="whats-on-calendar"),
    path("whats-on/<slug:slug>/", listing, name="listing"),
    path("whats-on/<slug:slug>/calendar.ics", listing_calendar, name="listing-calendar"),
]
