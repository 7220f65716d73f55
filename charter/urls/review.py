"""Addresses where the steward reads what came, and publishes it."""

from django.urls import path

from charter.views import review, review_list

urlpatterns = [
    path("<slug:slug>/responses/", review_list.responses, name="review-responses"),
    path("<slug:slug>/review/<int:pk>/", review.review, name="review-response"),
    path("<slug:slug>/review/<int:pk>/preview/", review.preview, name="review-preview"),
    path("<slug:slug>/looks/", review_list.looks, name="sealed-looks"),
]
