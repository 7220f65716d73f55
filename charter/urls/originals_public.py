"""The questionnaire to print."""

from django.urls import path

from charter.views import questionnaire

urlpatterns = [
    path("<slug:slug>/questionnaire.pdf", questionnaire.questionnaire, name="questionnaire"),
]
