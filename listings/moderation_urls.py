"""Addresses of moderation, of reports, and of appeals."""

from django.urls import path

from listings.views import answers, moderation, reports

urlpatterns = [
    path("moderation/listings/<slug:slug>/", moderation.moderate, name="moderate-listing"),
    path("moderation/reports/<int:pk>/", answers.answer, name="answer-report"),
    path("moderation/appeals/<int:pk>/", answers.appeal, name="decide-appeal"),
    path("whats-on/<slug:slug>/report/", reports.report_listing, name="report-listing"),
    path("whats-on/<slug:slug>/appeal/", reports.appeal_decision, name="appeal-decision"),
    path("reports/<uuid:key>/", reports.report, name="report"),
]
