"""Addresses of hub.files."""

from django.urls import path

from hub.files.views import documents, pictures

urlpatterns = [
    path("pictures/<uuid:key>-<int:width>.webp", pictures.picture, name="picture"),
    path("documents/<uuid:key>-<int:number>.webp", documents.page, name="document-page"),
    path("documents/<uuid:key>.pdf", documents.whole, name="document-pdf"),
    path("documents/<uuid:key>.txt", documents.words, name="document-text"),
]
