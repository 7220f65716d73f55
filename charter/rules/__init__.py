"""Who may do what in the charter part, a file for each of its rooms."""

from charter.rules.analysis import *  # noqa: F403
from charter.rules.answering import *  # noqa: F403
from charter.rules.coding import *  # noqa: F403
from charter.rules.consultation import *  # noqa: F403
from charter.rules.decisions import *  # noqa: F403
from charter.rules.originals import *  # noqa: F403
from charter.rules.review import *  # noqa: F403
from charter.rules.signing import *  # noqa: F403
from charter.rules.text import *  # noqa: F403
