"""Says by its exit code whether one part of the hub is well: health.py web | beat. Containers ask it."""

import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

# Beat writes its schedule every three minutes.
BEAT_SECONDS = 10 * 60


def web() -> bool:
    """Whether the hub answers that it is ready, asked by the name that it answers to."""
    host = urlsplit(os.environ.get("HUB_URL", "")).netloc or "localhost"
    port = os.environ.get("HUB_PORT", "8000")
    asking = HTTPConnection("127.0.0.1", int(port), timeout=9)
    try:
        asking.request("GET", "/readyz", headers={"Host": host})
        answer = asking.getresponse()
        print(answer.read().decode(errors="replace"), file=sys.stderr)
        return answer.status == 200
    except (OSError, HTTPException) as error:
        print(error, file=sys.stderr)
        return False
    finally:
        asking.close()


def beat() -> bool:
    """Whether beat has written its schedule lately."""
    written = [path.stat().st_mtime for path in Path(os.environ["BEAT_FOLDER"]).glob("schedule*")]
    return bool(written) and time.time() - max(written) < BEAT_SECONDS


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
