"""Addresses where what people said is sorted."""

from django.urls import path

from charter.views import agreement, reading, settling, theme_moves, themes

urlpatterns = [
    path("<slug:slug>/themes/", themes.themes, name="themes"),
    path("<slug:slug>/themes/new/", themes.new_theme, name="new-theme"),
    path("<slug:slug>/themes/print/", themes.print_themes, name="print-themes"),
    path("<slug:slug>/themes/<slug:key>/", themes.theme, name="theme"),
    path("<slug:slug>/themes/<slug:key>/edit/", themes.edit_theme, name="edit-theme"),
    path("<slug:slug>/themes/<slug:key>/history/", themes.theme_history, name="theme-history"),
    path("<slug:slug>/themes/<slug:key>/passages/", themes.theme_passages, name="theme-passages"),
    path("<slug:slug>/themes/<slug:key>/merge/", theme_moves.merge_theme, name="merge-theme"),
    path("<slug:slug>/themes/<slug:key>/split/", theme_moves.split_theme, name="split-theme"),
    path("<slug:slug>/themes/<slug:key>/sort/", theme_moves.sort_theme, name="sort-theme"),
    path("<slug:slug>/themes/<slug:key>/retire/", theme_moves.retire_theme, name="retire-theme"),
    path("<slug:slug>/themes/<slug:key>/restore/", theme_moves.restore_theme, name="restore-theme"),
    path("<slug:slug>/reading/", reading.reading, name="reading"),
    path("<slug:slug>/reading/share/", reading.share_out, name="share-out-reading"),
    path("<slug:slug>/reading/<int:pk>/", reading.read_answer, name="read-answer"),
    path("<slug:slug>/reading/<int:pk>/put-back/", reading.put_back, name="put-back-answer"),
    path("<slug:slug>/agreement/", agreement.agreement, name="agreement"),
    path("<slug:slug>/settle/", settling.settle, name="settle"),
    path("<slug:slug>/settle/<int:pk>/", settling.settle_answer, name="settle-answer"),
]
