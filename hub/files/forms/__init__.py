"""What a form needs to take a picture, or a document."""

from hub.files.forms.documents import DocumentFormMixin
from hub.files.forms.pictures import KEPT_FOR, PictureFormMixin

__all__ = ["KEPT_FOR", "DocumentFormMixin", "PictureFormMixin"]
