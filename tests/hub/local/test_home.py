import os
import stat
import subprocess
from pathlib import Path

import pytest

from hub.local.home import Problem, claim, load_secrets, open_home
from tests.hub.local.clones import forget

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about root's clones")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_makes_a_closed_folder(folder):
    home = open_home(folder)
    assert home.local == folder.resolve() / ".local"
    assert mode(home.local) == 0o700


def test_home_leaves_an_existing_folder_as_it_is(folder):
    (folder / ".local").mkdir()
    (folder / ".local").chmod(0o751)
    open_home(folder)
    assert mode(folder / ".local") == 0o751
    assert mode(folder) == 0o700


@as_root
def test_home_of_root_keeps_data_where_the_system_user_can_go(folder, tmp_path):
    home = open_home(folder)
    assert home.data.parent == Path("/var/lib/childrens-quarter-hub")
    assert home.account is not None
    assert home.account.name == "childrens-quarter-hub"
    assert (home.data.stat().st_uid, home.data.stat().st_gid, mode(home.data)) == (0, home.account.gid, 0o710)
    assert (home.data / "folder").read_text() == f"{folder.resolve()}\n"
    other = open_home(tmp_path)
    assert other.data != home.data
    forget(tmp_path)


@as_root
def test_home_of_root_does_not_depend_on_the_umask(folder):
    before = os.umask(0o077)
    try:
        home = open_home(folder)
    finally:
        os.umask(before)
    assert mode(home.data) == 0o710
    assert mode(home.data.parent) == 0o755


def test_secrets_are_made_once_and_for_their_owner_only(folder):
    home = open_home(folder)
    first = load_secrets(home)
    assert load_secrets(home) == first
    assert mode(home.data / "secrets.json") == 0o600
    values = [first.superuser_password, first.database_password, first.queue_password, first.secret_key]
    assert len(set(values)) == 4
    assert min(map(len, values)) >= 48


def test_claim_is_refused_while_another_holds_it(folder):
    home = open_home(folder)
    with claim(home):
        with pytest.raises(Problem) as refused, claim(home):
            pass
        assert str(refused.value).startswith("The hub already runs from this folder. Stop it first")
    with claim(home) as again:
        assert again > 2


def test_claim_waits_for_what_the_last_run_left_behind(folder):
    home = open_home(folder)
    with claim(home) as lock:
        orphan = subprocess.Popen(["sleep", "0.5"], pass_fds=(lock,))
    with claim(home):
        assert orphan.poll() is not None or orphan.wait(timeout=1) == 0
