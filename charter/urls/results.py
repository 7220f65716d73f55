"""Addresses of results and their exports."""

from django.urls import path

from charter.views import results, results_exports

urlpatterns = [
    path("<slug:slug>/results/", results.overview, name="results"),
    path("<slug:slug>/results/results.csv", results_exports.results_csv, name="results-csv"),
    path("<slug:slug>/results/answers.csv", results_exports.answers_csv, name="results-answers"),
    path("<slug:slug>/results/themes.csv", results_exports.themes_csv, name="results-themes"),
    path("<slug:slug>/results/results.xlsx", results_exports.results_xlsx, name="results-xlsx"),
    path("<slug:slug>/results/report.pdf", results_exports.report_pdf, name="results-report"),
    path("<slug:slug>/results/<slug:key>/", results.section, name="results-part"),
]
