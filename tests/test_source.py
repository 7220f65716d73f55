"""A check over the source: what the permission model asks of it, and the habits of the house."""

import ast
import re
import subprocess
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import ForeignObjectRel

from hub.access.registry import RULES
from tests.source import ROOT, Module, called, modules, templates

LONGEST_FILE = 400
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHOWING = ("views", "feeds", "panels")
GUARDED = {rule.model for rule in RULES.values()}
GUARDED_NAMES = {model.__name__ for model in GUARDED}
# A manager's methods that touch no row that is there already.
HARMLESS = {"create", "bulk_create", "exists", "count"}

# Where an action reads or writes rows that have rules without `hold`, and why that is right.
WITHOUT_HOLD = {
    ("listings/actions/derive.py", "reconcile"): "the dates of a listing that the caller holds",
    ("listings/actions/derive.py", "write_derived"): "what is worked out from listings that the caller holds",
    ("listings/actions/derive.py", "refresh"): "reads again the listing that the caller holds",
    ("listings/actions/dates.py", "_date_of"): "reads a date of a listing that the caller holds",
    ("listings/actions/bulk.py", "create_many"): "makes new rows, for a demo town or a benchmark",
    (
        "listings/actions/create.py",
        "create_listing",
    ): "what the same form made of the organisation that is held",
    ("listings/actions/places.py", "settle"): "finds the places of an organisation that is held, by address",
    (
        "listings/actions/series.py",
        "split_series",
    ): "finds the draft that goes on from a listing that is held",
    ("listings/actions/series.py", "take_over"): "ends the series that a held listing goes on from",
    ("listings/actions/unsaved.py", "_row"): "one's own text, of an organisation that is held",
    (
        "listings/actions/calendar_import.py",
        "import_calendar",
    ): "the listings of an organisation that is held",
    ("listings/actions/moderation.py", "earn_trust"): "takes the organisation only if nobody else has it",
}
WITHOUT_HOLD |= {
    ("hub/people/actions/roles.py", "_roles_of"): "reads the roles in an organisation that the caller holds",
    ("hub/people/actions/roles.py", "_write"): "writes the roles in an organisation that the caller holds",
    ("hub/people/actions/invitations.py", "invite"): "invitations of an organisation that is held",
    ("hub/people/actions/invitations.py", "_not_a_member"): "reads who is in an organisation that is held",
    ("hub/people/actions/invitations.py", "_not_too_many"): "counts invitations of whoever is held",
    ("hub/people/actions/invitations.py", "accept_invitation"): "the roles that a held invitation offers",
}
WITHOUT_HOLD |= {
    ("charter/actions/versions.py", "draft_of"): "a version of a consultation that the caller holds",
    ("charter/actions/versions.py", "start_version"): "the versions of a consultation that is held",
    ("charter/actions/loading.py", "load_consultation"): "asks if there is one at an address, then holds it",
    ("charter/actions/answers.py", "_write"): "the answers of a response that the caller holds",
    ("charter/actions/answers.py", "begun_with"): "finds what the same page began; the caller holds it",
    ("charter/actions/leading.py", "_standing"): "finds the response of an organisation that is held",
    ("charter/actions/sending.py", "_keep_contact"): "the answers of a response that the caller holds",
    ("charter/actions/sending.py", "tell_about_you"): "what is public of a response that is held",
    ("charter/actions/sending.py", "withdraw_response"): "the answers of a response that is held",
    ("charter/actions/standing.py", "published_questions"): "what is public of a response that is held",
    ("charter/actions/redacting.py", "_texts"): "reads the answers of a response that the caller holds",
    (
        "charter/actions/publication.py",
        "publish_response",
    ): "writes what is public of a response that is held",
    ("charter/actions/publication.py", "take_back_publication"): "of a response that the caller holds",
    ("charter/actions/publication.py", "_public_answers"): "reads the answers of a response that is held",
    ("charter/actions/derive.py", "lock_answers"): "locks the answers whose readings the caller changes",
    ("charter/actions/derive.py", "counted"): "what is worked out from readings that the caller changes",
    ("charter/actions/readings.py", "begin_again"): "reads the answer of a reading that is held",
    ("charter/actions/readings.py", "_text_read"): "reads the answer of a reading that is held",
    ("charter/actions/settling.py", "settle_answer"): "copies the marks of an answer that is held",
    ("charter/actions/theme_moves.py", "merge_themes"): "moves the marks of a theme that is held",
    ("charter/actions/theme_moves.py", "_move"): "moves the marks of a theme that is held",
    ("charter/actions/themes.py", "_check_name"): "compares with the names of a consultation’s other themes",
    ("charter/actions/themes.py", "_free_key"): "compares with the keys of a consultation’s other themes",
    ("charter/actions/support.py", "support"): "whoever acts, and their own row",
    ("charter/actions/support.py", "ask_to_support"): "the row of an address, of a charter that is held",
    ("charter/actions/decisions.py", "decide_theme"): "the decision about a theme that is held",
    ("charter/actions/text.py", "_piece"): "a piece of a draft that the caller holds",
    ("charter/actions/text.py", "_beside"): "the neighbours of a piece of a draft that the caller holds",
    ("charter/actions/text.py", "_free_key"): "the keys used in a charter whose draft the caller holds",
    (
        "charter/actions/originals.py",
        "_version",
    ): "finds a version of a consultation that is held, by its code",
    ("charter/actions/originals.py", "_take_back"): "what was published of a response that is held",
    (
        "charter/actions/charter_loading.py",
        "load_text",
    ): "finds the only charter and its draft, which it holds then",
}
# Classes that a framework asks for by name; what they are is said by where they stand.
FRAMEWORKS = {"AppConfig", "BaseCommand", "TextChoices"}
# Ways of deciding who may that are not the permission model.
OTHER_MODELS = {
    "is_superuser",
    "is_staff",
    "has_perm",
    "has_perms",
    "user_passes_test",
    "login_required",
    "permission_required",
    "LoginRequiredMixin",
    "PermissionRequiredMixin",
    "UserPassesTestMixin",
    "PermissionsMixin",
}


def names_in(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every identifier in a module: names, attributes, arguments and what is imported."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            yield node.id, node
        elif isinstance(node, ast.Attribute):
            yield node.attr, node
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2], node
        elif isinstance(node, ast.keyword | ast.arg):
            yield node.arg or "", node


def reverse_names() -> set[str]:
    """What leads from any row to rows that have rules: organisation.memberships, place.address."""
    return {
        str(field.get_accessor_name())
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObjectRel)
        and field.related_model in GUARDED
        and field.get_accessor_name()
    }


def manager_uses(module: Module, *, among: set[str]) -> Iterator[tuple[ast.Attribute, list[str]]]:
    """Where a model's manager is used, with the methods called on it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            model = node.value.id if isinstance(node.value, ast.Name) else ""
            if not among or model in among or not model:
                yield node, module.chain(node)


def test_there_is_source_to_check():
    assert {"hub/people/views/directory.py", "listings/views/listing.py", "listings/feeds/calendar.py"} <= {
        module.name for module in modules(*SHOWING)
    }
    assert len(modules("actions")) >= 6
    assert {"Listing", "Organisation", "Membership", "Person", "Address", "Occurrence"} <= GUARDED_NAMES
    assert reverse_names() >= {"listings", "memberships", "occurrences", "address", "organisations"}


@pytest.mark.parametrize("module", modules(*SHOWING), ids=lambda module: module.name)
def test_view_or_feed_uses_no_manager(module):
    assert [f"line {node.lineno}" for node, _ in manager_uses(module, among=set())] == []


@pytest.mark.parametrize("module", modules(*SHOWING), ids=lambda module: module.name)
def test_view_or_feed_reaches_no_guarded_rows_by_a_back_door(module):
    """organisation.memberships.all() asks no rule; scope(…).filter(organisation=…) does."""
    doors = reverse_names()
    assert [
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in doors and isinstance(node.ctx, ast.Load)
    ] == []


@pytest.mark.parametrize("module", modules(*SHOWING), ids=lambda module: module.name)
def test_view_or_feed_fetches_one_row_through_scope(module):
    for shortcut in ("get_object_or_404", "get_list_or_404"):
        for call in module.calls(shortcut):
            inside = {called(node) for node in ast.walk(call.args[0]) if isinstance(node, ast.Call)}
            assert "scope" in inside, f"line {call.lineno}: {ast.unparse(call)}"


def unheld(module: Module) -> Iterator[tuple[str, str]]:
    for node, methods in manager_uses(module, among=GUARDED_NAMES):
        if not HARMLESS & set(methods):
            yield module.name, module.around(node)


@pytest.mark.parametrize("module", modules("actions"), ids=lambda module: module.name)
def test_action_gets_what_it_changes_through_hold(module):
    assert set(unheld(module)) <= set(WITHOUT_HOLD)


def test_every_exception_to_hold_is_still_needed():
    assert set(WITHOUT_HOLD) == {use for module in modules("actions") for use in unheld(module)}


def actions() -> list[tuple[Module, ast.FunctionDef]]:
    """The functions that say who acts: `by=`."""
    return [
        (module, node)
        for module in modules("actions")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and any(arg.arg == "by" for arg in node.args.kwonlyargs)
    ]


@pytest.mark.parametrize(("module", "action"), actions(), ids=lambda part: getattr(part, "name", ""))
def test_action_holds_inside_its_own_transaction(module, action):
    assert "transaction.atomic" in [ast.unparse(decorator) for decorator in action.decorator_list]
    assert "hold" in {called(node) for node in ast.walk(action) if isinstance(node, ast.Call)}


def test_every_action_that_is_offered_says_who_acts():
    offered = {
        name
        for module in modules("actions")
        if module.path.name == "__init__.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.alias) and (name := node.name).islower()
    }
    assert len(offered) >= 8
    assert offered <= {action.name for _module, action in actions()}


@pytest.mark.parametrize("module", modules(*SHOWING), ids=lambda module: module.name)
def test_view_or_feed_asks_about_rules_and_not_about_roles(module):
    roles = {"Role", "role", "GUARDED_ROLES", "STEWARD_ROLES", "steward", "member_of", "second_factor"}
    assert [f"line {node.lineno}: {name}" for name, node in names_in(module) if name in roles] == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_nothing_else_decides_who_may(module):
    assert [f"line {node.lineno}: {name}" for name, node in names_in(module) if name in OTHER_MODELS] == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_what_is_public_says_what_it_is(module):
    assert [
        f"line {node.lineno}: {node.name}"
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        # What a program does is said at the head of its module.
        and node.name != "main"
        and not ast.get_docstring(node)
        and not {ast.unparse(base).rpartition(".")[2] for base in getattr(node, "bases", [])} & FRAMEWORKS
    ] == []


def test_no_file_is_too_long_to_read():
    """Of what is written by hand: not the locks, nor migrations, nor what a test writes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    written = [ROOT / name for name in listed.stdout.splitlines() or every_file()]
    kinds = {".py", ".html", ".jinja", ".css", ".js", ".sh", ".md", ""}
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines())
        for path in written
        if path.suffix in kinds and path.is_file() and "migrations" not in path.parts
    }
    assert len(sizes) > 100
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def every_file() -> list[str]:
    """Where there is no git: what lies in the folders of the source."""
    return [
        path.relative_to(ROOT).as_posix()
        for folder in ("hub", "listings", "charter", "templates", "static", "tests", "script")
        for path in (ROOT / folder).rglob("*")
        if "__pycache__" not in path.parts
    ]


UNWANTED = {
    "an inline style": r"""<[^>]*\sstyle\s*=""",
    "a style element": r"<style\b",
    "an inline handler": r"""<[^>]*\son[a-z]+\s*=""",
    "a script in the page": r"<script\b(?![^>]*\ssrc\s*=)",
    "a script for an address": r"javascript:",
    "something fetched from elsewhere": (
        r"""<(?:script|img|iframe|link|source)\b[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//"""
    ),
    # But for help texts, which are code and no one's input, as Django's own form templates take them.
    "text that is not escaped": r"(?<!help_text)\|\s*safe\b|autoescape\s+(?:off|false)",
    "a question about a role": r"\{%[^%]*\b(?:role|is_staff|is_superuser|perms)\b[^%]*%\}",
    "rows that no rule was asked about": rf"\.(?:{'|'.join(sorted(reverse_names()))})\b",
}


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_holds_nothing_that_the_page_may_not(template):
    text = re.sub(
        r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", template.read_text(encoding="utf-8"), flags=re.S
    )
    assert {what: found.group() for what, look in UNWANTED.items() if (found := re.search(look, text))} == {}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline style", '<p class="x" style="color:red">'),
        ("an inline handler", "<a href='/' onclick='go()'>"),
        ("a script in the page", "<script>alert(1)</script>"),
        ("a script in the page", '<script type="module">'),
        ("something fetched from elsewhere", '<img src="//cdn.example/x.png">'),
        ("text that is not escaped", "{{ text|safe }}"),
        ("a question about a role", "{% if membership.role == 'head' %}"),
        ("rows that no rule was asked about", "{% for one in organisation.memberships.all %}"),
    ],
)
def test_looks_for_what_a_template_may_not_hold_find_it(what, text):
    assert re.search(UNWANTED[what], text)


@pytest.mark.parametrize(
    "text",
    [
        '<form role="search" hx-boost="true">',
        "<script src=\"{% static 'x.js' %}\" defer></script>",
        "{{ membership.get_role_display }}",
        '<a href="https://example.org">',
        "{{ address.street }}",
    ],
)
def test_looks_for_what_a_template_may_not_hold_let_the_rest_pass(text):
    assert [what for what, look in UNWANTED.items() if re.search(look, text)] == []
