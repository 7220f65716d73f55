"""Addresses of hub.files."""

from django.urls import path

from hub.files import views

urlpatterns = [
    path("pictures/<uuid:key>-<int:width>.webp", views.picture, name="picture"),
]
