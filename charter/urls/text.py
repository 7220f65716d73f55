"""Addresses of the charter's text, its versions, and where the steward writes it."""

from django.urls import path

from charter.views import text, text_beginning, writing

urlpatterns = [
    path("text/", text.charter_text, name="charter-text"),
    path("text/<int:number>/", text.charter_version, name="charter-version"),
    path("text/<int:number>/changes/", text.charter_changes, name="charter-changes"),
    path("text/<int:number>/charter.pdf", text.charter_pdf, name="charter-pdf"),
    path("text/<int:number>/charter.txt", text.charter_file, name="charter-file"),
    path("manage/text/", writing.manage_text, name="manage-text"),
    path("manage/text/name/", text_beginning.name, name="manage-text-name"),
    path("manage/text/file/", text_beginning.load, name="manage-text-load"),
    path("manage/text/start/", writing.start, name="manage-text-start"),
    path("manage/text/words/", writing.words, name="manage-text-words"),
    path("manage/text/preview/", writing.preview, name="manage-text-preview"),
    path("manage/text/publish/", writing.publish, name="manage-text-publish"),
    path("manage/text/adopt/<int:number>/", writing.adopt, name="manage-text-adopt"),
    path("manage/text/throw-away/", writing.throw_away, name="manage-text-throw-away"),
    path("manage/text/move/", writing.move, name="manage-text-move"),
    path("manage/text/add/<slug:what>/", writing.add, name="manage-text-add"),
    path("manage/text/<slug:what>/<slug:key>/", writing.piece, name="manage-text-piece"),
    path("manage/text/<slug:what>/<slug:key>/remove/", writing.remove, name="manage-text-remove"),
]
