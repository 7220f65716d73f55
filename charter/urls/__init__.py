"""Addresses of the charter part, a file for each of its rooms. All stand under /charter/."""

from django.urls import include, path

urlpatterns = [
    path("", include("charter.urls.areas")),
    path("", include("charter.urls.text")),
    path("", include("charter.urls.signing")),
    path("", include("charter.urls.decisions")),
    path("manage/", include("charter.urls.consultation")),
    path("manage/", include("charter.urls.originals")),
    path("manage/", include("charter.urls.review")),
    path("manage/", include("charter.urls.analysis")),
    path("manage/", include("charter.urls.manage_results")),
    path("consultation/", include("charter.urls.originals_public")),
    path("consultation/", include("charter.urls.published")),
    path("consultation/", include("charter.urls.results")),
    path("consultation/", include("charter.urls.answering")),
]
