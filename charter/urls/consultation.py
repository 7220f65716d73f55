"""Addresses where the steward prepares a consultation."""

from django.urls import path

from charter.views import (
    consultation_edit,
    consultation_launch,
    consultation_new,
    consultation_preview,
    consultation_questions,
    consultation_versions,
    manage,
)

urlpatterns = [
    path("", manage.manage_charter, name="manage-charter"),
    path("new/", consultation_new.new_consultation, name="new-consultation"),
    path("new/file/", consultation_new.new_from_file, name="new-consultation-file"),
    path("<slug:slug>/", manage.manage_consultation, name="manage-consultation"),
    path("<slug:slug>/details/", consultation_edit.consultation_details, name="consultation-details"),
    path("<slug:slug>/edit/", consultation_edit.edit_consultation, name="edit-consultation"),
    path("<slug:slug>/edit/move/", consultation_edit.move_part, name="consultation-move-part"),
    path("<slug:slug>/edit/again/", consultation_edit.ask_again, name="consultation-ask-again"),
    path("<slug:slug>/edit/new/", consultation_edit.new_section, name="consultation-new-section"),
    path(
        "<slug:slug>/edit/section/<slug:key>/",
        consultation_edit.edit_section,
        name="consultation-edit-section",
    ),
    path(
        "<slug:slug>/edit/section/<slug:key>/delete/",
        consultation_edit.delete_section,
        name="consultation-delete-section",
    ),
    path(
        "<slug:slug>/edit/section/<slug:key>/ask/",
        consultation_questions.new_question,
        name="consultation-new-question",
    ),
    path(
        "<slug:slug>/edit/question/<slug:key>/",
        consultation_questions.edit_question,
        name="consultation-edit-question",
    ),
    path(
        "<slug:slug>/edit/question/<slug:key>/delete/",
        consultation_questions.delete_question,
        name="consultation-delete-question",
    ),
    path("<slug:slug>/edit/file/", consultation_new.load_version, name="consultation-load-version"),
    path("<slug:slug>/edit/publish/", consultation_versions.publish, name="consultation-publish-version"),
    path("<slug:slug>/edit/discard/", consultation_versions.discard, name="consultation-discard-version"),
    path("<slug:slug>/preview/", consultation_preview.preview_consultation, name="preview-consultation"),
    path("<slug:slug>/preview/<slug:key>/", consultation_preview.preview_section, name="preview-section"),
    path("<slug:slug>/dates/", consultation_launch.consultation_dates, name="consultation-dates"),
    path("<slug:slug>/launch/", consultation_launch.launch, name="launch-consultation"),
    path("<slug:slug>/delete/", consultation_launch.delete, name="delete-consultation"),
    path("<slug:slug>/versions/", consultation_versions.versions, name="consultation-versions"),
    path(
        "<slug:slug>/versions/<int:number>/",
        consultation_versions.version_changes,
        name="consultation-version-changes",
    ),
    path(
        "<slug:slug>/versions/<int:number>/file/",
        consultation_new.consultation_file,
        name="consultation-file",
    ),
]
