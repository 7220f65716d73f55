"""Pictures to show, and documents kept as the original of a letter or form."""

from hub.files.models.document import Document
from hub.files.models.picture import Picture

__all__ = ["Document", "Picture"]
