"""What the tests of the analysis ask."""

from charter.models import Passage, Reading


def marks_of(reading: Reading) -> list[tuple[str, str]]:
    """(theme, words) of each mark, by place and then name."""
    text = reading.answer.text
    rows = Passage.objects.filter(reading=reading).order_by("start", "end", "theme__name")
    return [(name, text[start:end]) for name, start, end in rows.values_list("theme__name", "start", "end")]
