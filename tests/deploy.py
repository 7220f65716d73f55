"""What the files for production say: the composed services, the image, the names in .env."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
# ${NAME}, ${NAME:-otherwise}, ${NAME:?refusal}; $$ is a dollar for the shell inside the container.
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")
# The hub's own services, which run from its image.
OWN = ("migrate", "web", "worker", "beat")
Service = dict[str, Any]


def read(name: str) -> str:
    """The text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def services() -> dict[str, Service]:
    """Each service of docker-compose.yml, with what it merges in, and its variables as they are written."""
    found: dict[str, Service] = yaml.safe_load(read("docker-compose.yml"))["services"]
    return found


def variables(text: str) -> dict[str, tuple[str, str]]:
    """The variables that a text asks for: "?" (has to be set), "-" (may be empty) or "", and what follows."""
    return {name: (kind, words) for name, kind, words in VARIABLE.findall(text)}


def filled(text: str, values: dict[str, str]) -> str:
    """A text as Compose gives it to the container. Raises KeyError for one that has to be set and is not."""

    def value(match: re.Match[str]) -> str:
        name, kind, otherwise = match.groups()
        given = values[name] if kind != "-" else values.get(name, "")
        return given or (otherwise if kind == "-" else given)

    return VARIABLE.sub(value, text).replace("$$", "$")


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """The environment of a service's container."""
    return {name: filled(str(text), values) for name, text in services()[service]["environment"].items()}


def command(service: str, values: dict[str, str]) -> list[str]:
    """What a service's container runs: its own command, or the image's."""
    parts = services()[service].get("command") or image_command()
    return [filled(part, values) for part in parts]


def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile: for each stage its instructions with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", read("Dockerfile"), flags=re.MULTILINE).replace("\\\n", " ")
    found: list[list[tuple[str, str]]] = [[]]
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, " ".join(rest.split())))
    return found


def image_command() -> list[str]:
    """The image's CMD."""
    (text,) = [rest for name, rest in stages()[-1] if name == "CMD"]
    parts: list[str] = json.loads(text)
    return parts


def image_environment() -> dict[str, str]:
    """What the image sets for whatever runs in it, but PATH."""
    pairs = [pair.partition("=") for name, rest in stages()[-1] if name == "ENV" for pair in rest.split()]
    return {name: value for name, _, value in pairs if name != "PATH"}
