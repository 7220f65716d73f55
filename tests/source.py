"""The hub's own source, as trees and as text, for the checks over it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The packages of the hub: every folder at the top that can be imported, but the tests.
PACKAGES = sorted(
    folder.parent.name for folder in ROOT.glob("*/__init__.py") if folder.parent.name != "tests"
)
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        """Its path inside the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def rooms(self) -> set[str]:
        """The folders it lies in, and its own name: "views" for listings/views/browse.py."""
        return {*self.path.relative_to(ROOT).parts[:-1], self.path.stem}

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """From each node to the one around it."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def around(self, node: ast.AST) -> str:
        """The name of the outermost function or class that a node stands in; "" at the top."""
        names = []
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.append(node.name)
        return names[-1] if names else ""

    def chain(self, node: ast.AST) -> list[str]:
        """The attributes taken and methods called on a node, one after the other: .filter(…).first()."""
        names = []
        parent = self.parents.get(node)
        while isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is node):
            if isinstance(parent, ast.Attribute):
                names.append(parent.attr)
            node, parent = parent, self.parents.get(parent)
        return names

    def calls(self, name: str) -> Iterator[ast.Call]:
        """Every call of a function by this name, or of a method of this name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) == name:
                yield node


def called(call: ast.Call) -> str:
    """The name by which something is called."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def modules(*rooms: str) -> list[Module]:
    """Every module of the hub but its migrations; with rooms, those that lie in one of them."""
    found = [Module(path) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [
        module
        for module in found
        if "migrations" not in module.rooms and (not rooms or module.rooms & set(rooms))
    ]


def templates() -> list[Path]:
    """Every page's template."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".jinja"))
