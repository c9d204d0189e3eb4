"""The rules of the house that no linter knows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_text(errors="ignore")


def test_no_model_is_committed() -> None:
    assert [path for path in tracked_files() if path.name.endswith(".tar.gz")] == []


def test_lock_files_name_no_registry() -> None:
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]
    assert [
        lock.name for lock in locks if re.search(r"https?://[^\"\s]*(pypi|npm|simple/)", text_of(lock))
    ] == []


def test_no_path_of_a_machine_is_committed() -> None:
    machine = re.compile("/(?:root|home)/[a-z.]+/|/" + "work/")
    found = [
        p.relative_to(ROOT)
        for p in tracked_files()
        if p.suffix in {".py", ".yml", ".md", ".toml", ".sh"} and machine.search(text_of(p))
    ]
    assert found == []


def test_every_setting_is_in_the_example_file() -> None:
    read = set(re.findall(r"_(?:text|int|flag|required|choice|pairs)\(\"([A-Z_]+)\"", text_of(ROOT / "settings.py")))
    example = set(re.findall(r"^([A-Z_]+)=", text_of(ROOT / ".env.example"), re.MULTILINE))
    assert read - example == set()


@pytest.mark.parametrize(
    "folder",
    ["actions", "ticket_store", "portal", "notifications", "inbound_mail", "channels", "nlu", "launcher"],
)
def test_every_module_says_why_it_exists(folder: str) -> None:
    silent = [
        p.relative_to(ROOT)
        for p in sorted((ROOT / folder).rglob("*.py"))
        if p.stat().st_size and not text_of(p).lstrip().startswith('"""')
    ]
    assert silent == []


def test_every_secret_in_env_is_kept_out_of_git() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", ".env", "var/tickets.db"], cwd=ROOT, capture_output=True, text=True
    )
    assert ignored.stdout.split() == [".env", "var/tickets.db"]
