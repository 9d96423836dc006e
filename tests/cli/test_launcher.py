"""The starter script: one clear sentence for whatever stands in the way, and nothing but the standard library before the set-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from minishop.cli.setup import packages
from minishop.cli.setup.commands import Failed
from minishop.cli.words import Refusal

PROJECT = Path(__file__).resolve().parents[2]
BEFORE_SET_UP = [
    *sorted((PROJECT / "src/minishop/cli/setup").glob("*.py")),
    PROJECT / "src/minishop/cli/launcher.py",
    PROJECT / "src/minishop/cli/words.py",
    PROJECT / "src/minishop/cli/__init__.py",
    PROJECT / "src/minishop/__init__.py",
]


def run(*arguments: str, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, str(PROJECT / "minishop"), *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        cwd=PROJECT,
    )


def test_help_names_every_command() -> None:
    told = run("help")
    assert told.returncode == 0
    assert all(command in told.stdout for command in ("up", "demo", "test", "doctor", "lock"))


def test_it_speaks_korean_where_the_terminal_does() -> None:
    assert "사용법" in run("help", LANG="ko_KR.UTF-8").stdout


def test_an_unknown_command_is_one_sentence() -> None:
    told = run("serve")
    assert told.returncode == 1
    assert told.stderr == "minishop: there is no command 'serve'; see ./minishop help\n"


def test_too_old_a_python_is_one_sentence() -> None:
    code = "import sys; sys.version_info = (3, 9, 2); exec(compile(open('minishop').read(), 'minishop', 'exec'))"
    told = run(code=code)
    assert told.returncode == 1
    assert "Python 3.11 or newer is needed, and this is 3.9" in told.stderr
    assert told.stderr.count("\n") == 1


def test_the_script_is_readable_to_an_old_python() -> None:
    assert ast.parse((PROJECT / "minishop").read_text(encoding="utf-8"), feature_version=(3, 4)).body


@pytest.mark.parametrize("path", BEFORE_SET_UP, ids=lambda path: path.name)
def test_what_runs_before_the_set_up_imports_the_standard_library_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            ours = name.startswith(("minishop.cli.setup", "minishop.cli.words"))
            assert ours or name.partition(".")[0] in sys.stdlib_module_names, f"{path.name} imports {name}"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ERROR: ... Temporary failure in name resolution", "could not be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "THESE PACKAGES DO NOT MATCH THE HASHES"),
    ],
    ids=["네트워크 없음", "해시 불일치"],
)
def test_a_failed_installation_is_one_sentence(line: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISHOP_LANG", "en")
    told = packages._sentence(Failed(["Collecting django\n", line + "\n", "\n"]), Path("setup.log"))
    assert isinstance(told, Refusal)
    assert sentence in str(told)
    assert "\n" not in str(told)


def test_an_environment_is_filled_again_when_its_lock_changes(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").touch()
    lock = tmp_path / "requirements/runtime.lock"
    lock.write_text("a==1\n")
    assert not packages.installed(tmp_path, "runtime")
    (tmp_path / ".venv/minishop-runtime.digest").write_text(packages._digest(tmp_path, "runtime"))
    assert packages.installed(tmp_path, "runtime")
    lock.write_text("a==2\n")
    assert not packages.installed(tmp_path, "runtime")
