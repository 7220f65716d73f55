"""What waits for somebody in the charter part, a file for each room."""

from charter.work import analysis, originals, review
from charter.work.signing import SIGN_AGAIN
from hub.worklist import Queue

QUEUES: tuple[Queue, ...] = (*originals.QUEUES, *review.QUEUES, *analysis.QUEUES, SIGN_AGAIN)
