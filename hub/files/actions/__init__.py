"""What makes and finishes pictures and documents."""

from hub.files.actions.documents import finish_document, keep_document, set_aside_document
from hub.files.actions.pictures import (
    MOST_A_DAY,
    describe_again,
    finish_picture,
    keep_picture,
    set_aside,
)

__all__ = [
    "MOST_A_DAY",
    "describe_again",
    "finish_document",
    "finish_picture",
    "keep_document",
    "keep_picture",
    "set_aside",
    "set_aside_document",
]
