"""Addresses where the steward enters what came by another way."""

from django.urls import path

from charter.views import originals

urlpatterns = [
    path("<slug:slug>/originals/", originals.list_originals, name="originals"),
    path("<slug:slug>/enter/", originals.enter, name="enter-original"),
    path("<slug:slug>/enter/<int:pk>/", originals.write, name="write-out"),
    path("<slug:slug>/enter/<int:pk>/details/", originals.details, name="original-details"),
    path("<slug:slug>/enter/<int:pk>/check/", originals.check, name="check-original"),
    path("<slug:slug>/enter/<int:pk>/drop/", originals.drop, name="drop-original"),
]
