"""From a bare Python to the project's own: sets up what a command needs, then runs the command there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from minishop.cli.setup import assets, packages
from minishop.cli.words import Refusal, pick, refuse

PROJECT = Path(__file__).resolve().parents[3]
COMMANDS = {
    "up": ("서비스를 모두 띄웁니다 (Ctrl-C로 끝냄)", "sets everything up and serves it until Ctrl-C"),
    "demo": ("실행 중인 시스템에서 주문 한 건을 처음부터 끝까지 해 봅니다", "plays one whole order against a running system"),
    "test": ("모든 검사와 테스트를 돌립니다 (fast: 빠른 것만)", "runs every check and test (fast: the quick ones)"),
    "bench": ("무엇이 얼마나 드는지 잽니다 (이름이 없으면 목록)", "measures what things cost (without a name: the list)"),
    "chaos": (
        "오래 걸리는 시험: 죽이고, 몰리고, 어긋난 것을 셉니다 (money, buyers)",
        "long trials: kills, crowds, and what does not agree afterwards (money, buyers)",
    ),
    "doctor": ("이 컴퓨터에서 무엇이 쓰이는지 보여 줍니다", "shows what is used on this machine"),
    "lock": ("의존성 잠금 파일을 다시 만듭니다", "makes the dependency locks again"),
    "help": ("이 도움말", "this help"),
}


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code; whatever goes wrong is one sentence."""
    try:
        return _run(arguments)
    except Refusal as refusal:
        sys.stderr.write(f"minishop: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(pick("\n중단했습니다.\n", "\nStopped.\n"))
        return 130
    except PermissionError as error:
        place = error.filename or PROJECT
        sys.stderr.write(f"minishop: {pick(f'{place}에 쓸 수 없습니다.', f'cannot write to {place}.')}\n")
        return 1


def _run(arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command in ("help", "-h", "--help"):
        sys.stdout.write(help_text())
        return 0
    if command not in COMMANDS:
        raise refuse(f"'{command}'이라는 명령은 없습니다. ./minishop help", f"there is no command {command!r}; see ./minishop help")
    if command == "lock":
        packages.make_locks(PROJECT)
        return 0
    if not {"-h", "--help"} & set(rest) or not packages.installed(PROJECT, "runtime"):
        _set_up(command, rest)
    # Bench and chaos stand beside the package, since they try all services from outside.
    beside = {"bench": "bench", "chaos": "tests.chaos"}
    return _hand_over([beside[command], *rest] if command in beside else ["minishop.cli", command, *rest])


def help_text() -> str:
    """What there is to do, one line a command."""
    head = pick(
        "미니샵: 쇼핑몰 호스팅, 체크아웃, 쇼핑 검색\n\n사용법: ./minishop <명령>\n\n",
        "Minishop: a mall host, a checkout hub and a shopping search\n\nUsage: ./minishop <command>\n\n",
    )
    lines = [f"  {name:<8}{pick(*text)}\n" for name, text in COMMANDS.items()]
    tail = pick("\n각 명령의 선택 사항: ./minishop <명령> --help\n", "\nOptions of a command: ./minishop <command> --help\n")
    return head + "".join(lines) + tail


def _set_up(command: str, rest: list[str]) -> None:
    _require_writable()
    packages.install(PROJECT, _packages_of(command, rest))
    if command in ("up", "test", "bench", "chaos"):
        assets.install(PROJECT)


def _packages_of(command: str, rest: list[str]) -> packages.Kind:
    if command in ("test", "chaos") or (command == "demo" and "--browser" in rest):
        return "test"
    return "bench" if command == "bench" else "runtime"


def _require_writable() -> None:
    if not os.access(PROJECT, os.W_OK):
        raise refuse(f"프로젝트 폴더 {PROJECT}에 쓸 수 없습니다.", f"the project folder {PROJECT} is not writable.")


def _hand_over(arguments: list[str]) -> int:
    """Becomes the project's own Python running a module, so that signals and the exit code are the command's own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]), "PYTHONUTF8": "1"}
    environment.setdefault("MINISHOP_MODE", "sandbox")
    python = str(packages.python_of(PROJECT))
    sys.stdout.flush()
    os.execve(python, [python, "-m", *arguments], environment)
