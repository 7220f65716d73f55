"""What a change of a response does to what was read and published of it (rules.md D9)."""

from __future__ import annotations

from charter.actions.publication import take_back_publication
from charter.models import Progress, Publish, PublishedAnswer, Response, Review


def raise_edition(response: Response) -> None:
    """The next edition of a response that the caller holds; the caller saves it."""
    response.edition += 1


def wait_for_review(response: Response) -> None:
    """A held response that was read has to be read again."""
    if response.review == Review.WAITING:
        return
    response.review, response.reviewed_at, response.reviewed_by = Review.WAITING, None, None
    response.review_reason = ""
    response.save(update_fields=["review", "reviewed_at", "reviewed_by", "review_reason"])


def published_questions(response: Response) -> set[int]:
    """Keys of the questions of whose answers the public reads something."""
    if response.state != Progress.SENT:
        return set()
    shown = PublishedAnswer.objects.filter(published__response=response, published__withdrawn_at=None)
    return set(shown.values_list("question", flat=True))


def goes_back_to_review(response: Response, changed: set[int], published: set[int]) -> None:
    """Answers of a held response changed: it is read again. What was published is taken back whole where one
    of its answers was among them. `changed` and `published` are keys of questions, as they were before."""
    if response.state != Progress.SENT:
        return
    wait_for_review(response)
    if changed & published:
        take_back_publication(response)


def still_may_publish(response: Response, before: str, name_before: str) -> None:
    """The choice of a held response changed: nothing stays public that it does not allow."""
    if response.publish == before and response.public_name == name_before:
        return
    if response.publish == Publish.NOT or before == Publish.NAMED:
        take_back_publication(response)
