"""`make lock`: compiles requirements/*.in to hash-locked *.txt without any registry's address in them."""

from __future__ import annotations

from launcher.environments import UV, ensure_uv, run, say

COMMON = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
APP = [*COMMON, "--python-version", "3.11", "--universal"]
# Trimmed for Linux x86_64 only; elsewhere numpy would fall to 1.22.3.
RASA = [
    *COMMON, "--python-version", "3.10", "--python-platform", "x86_64-manylinux_2_28",
    "--override", "requirements/rasa-overrides.txt",
]  # fmt: skip


def main() -> None:
    ensure_uv()
    for name, options in (("app", APP), ("dev", APP), ("rasa", RASA)):
        say(f"requirements/{name}.txt")
        run(
            [str(UV), "pip", "compile", *options, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        )


if __name__ == "__main__":
    main()
