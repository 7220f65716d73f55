"""Addresses of published responses."""

from django.urls import path

from charter.views import published

urlpatterns = [
    path("<slug:slug>/responses/", published.responses, name="published-responses"),
    path("<slug:slug>/responses.csv", published.responses_csv, name="published-responses-csv"),
    path("<slug:slug>/responses.xlsx", published.responses_xlsx, name="published-responses-xlsx"),
    path("<slug:slug>/responses/<slug:public_id>/", published.response, name="published-response"),
]
