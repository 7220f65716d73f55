"""The hub's URLs and a page with the form for a picture, and one with the form for a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import path

from hub.access import access, hold, scope
from hub.files.forms import DocumentFormMixin, PictureFormMixin
from hub.files.models import Document, Picture
from hub.people.http import Request
from hub.people.models import Organisation
from hub.people.rules import edit_organisation
from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as real

PAGE = """{% extends "base.html" %}{% load crispy_forms_filters %}
{% block title %}{% if form.errors %}Error: {% endif %}A picture{% endblock %}
{% block content %}<h1>A picture for your page</h1>
<form class="card narrow" method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}
{% include "web/parts/error-summary.html" %}{% include "files/parts/picture.html" %}
{% for field in form %}{{ field|as_crispy_field }}{% endfor %}
<div class="actions"><button class="btn btn-primary">Save it</button></div></form>{% endblock %}"""


class TryForm(PictureFormMixin, forms.Form):
    """Words and a picture."""

    summary = forms.CharField(label="In one sentence", max_length=60)
    field_order = ("summary",)


@transaction.atomic
def change(pk: int, form: TryForm, *, by: Any) -> None:
    organisation = hold(by, edit_organisation, pk)
    organisation.logo = form.kept()
    organisation.summary = form.cleaned_data["summary"]
    if "nothing" in organisation.summary:
        raise ValidationError({"summary": "Say more than nothing."})
    organisation.save()


@access(edit_organisation)
def try_it(request: Request, slug: str) -> HttpResponse:
    organisation = get_object_or_404(scope(request.actor, edit_organisation, Organisation), slug=slug)
    shown: Picture | None = organisation.logo
    if request.method == "POST":
        form = TryForm(request.POST, request.FILES, by=request.actor, picture=shown)
        if form.is_valid():
            try:
                change(organisation.pk, form, by=request.actor)
                return redirect(request.path)
            except ValidationError as error:
                form.add_error(None, error)
    else:
        form = TryForm(by=request.actor, picture=shown, initial={"summary": organisation.summary})
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form}, request))


LETTER = PAGE.replace("files/parts/picture.html", "files/parts/document.html")
kept_documents: list[Document | None] = []


class LetterForm(DocumentFormMixin, forms.Form):
    """Who sent it, and the original."""

    sender = forms.CharField(label="Who sent it", max_length=60)
    field_order = ("sender",)
    document_needed = True


@transaction.atomic
def enter(pk: int, form: LetterForm, *, by: Any) -> Document | None:
    hold(by, edit_organisation, pk)
    if "nobody" in form.cleaned_data["sender"]:
        raise ValidationError({"sender": "Say who."})
    return form.kept_original()


@access(edit_organisation)
def try_letter(request: Request, slug: str) -> HttpResponse:
    """What is kept is put into `kept_documents`."""
    organisation = get_object_or_404(scope(request.actor, edit_organisation, Organisation), slug=slug)
    shown = kept_documents[-1] if kept_documents else None
    if request.method == "POST":
        form = LetterForm(request.POST, request.FILES, by=request.actor, document=shown)
        if form.is_valid():
            try:
                kept_documents.append(enter(organisation.pk, form, by=request.actor))
                return redirect(request.path)
            except ValidationError as error:
                form.add_error(None, error)
    else:
        form = LetterForm(by=request.actor, document=shown)
    return HttpResponse(engines["django"].from_string(LETTER).render({"form": form}, request))


urlpatterns = [path("try/<slug:slug>/", try_it), path("letter/<slug:slug>/", try_letter), *real]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
