"""Addresses of the pages that say how the hub works."""

from django.urls import path

from hub.web.views import about

urlpatterns = [
    path("privacy/", about.privacy, name="about-privacy"),
    path("cookies/", about.cookies, name="about-cookies"),
    path("safety/", about.safety, name="about-safety"),
    path("moderation/", about.moderation, name="about-moderation"),
    path("accessibility/", about.accessibility, name="about-accessibility"),
    path("terms/", about.terms, name="about-terms"),
]
