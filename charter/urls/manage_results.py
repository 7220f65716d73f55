"""Addresses where the steward publishes results, and takes them back."""

from django.urls import path

from charter.views import results_publish

urlpatterns = [path("<slug:slug>/results/", results_publish.manage, name="manage-results")]
