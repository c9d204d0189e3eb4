"""docs/new-topic.md, done in a copy of the project: what it says is all that a topic needs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TALK = """
from actions import store
from tests.engine.told import Desk, Told
from ticket_store import database
url = "sqlite:///tickets.db"
database.migrate(url)
store.configure(url, "secret")
engine = database.connect(url)
number = Desk(engine).open("ana@fazenda.gov.br", "a vpn nao conecta", "vpn")
told = Told(engine).proved("ana@fazenda.gov.br")
first = told.say("agradece a equipe", "start thank_team")
assert number in first and told.pending == "information", first
assert "espero" in told.say("pera", "wait")
assert "24 horas" in told.say("qual o horario?", "ask faq_opening_hours")
last = told.say("voces salvaram o meu dia", "set information: voces salvaram o meu dia")
assert "vai ler o seu agradecimento" in last, last
assert told.written(number) == ["voces salvaram o meu dia"]
told.say("/thank_team")
assert "não mudei nada" in told.say("deixa", "stop")
"""


def test_a_topic_is_a_flow_a_topic_file_its_examples_and_its_texts(tmp_path: Path) -> None:
    blocks = dict(BLOCK.findall((ROOT / "docs/new-topic.md").read_text("utf-8")))
    assert set(blocks) == {
        "data/flows/thank_team.yml",
        "actions/topics/thank_team.py",
        "data/nlu/thank_team.yml",
        "domain.yml",
    }
    for folder in ("actions", "data/flows", "data/nlu", "tests/engine"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    added = yaml.safe_load(blocks.pop("domain.yml"))
    domain["intents"] += added["intents"]
    domain["responses"] |= added["responses"]
    (tmp_path / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True), "utf-8")
    for path, text in blocks.items():
        (tmp_path / path).write_text(text, "utf-8")
    nlu = yaml.safe_load(blocks["data/nlu/thank_team.yml"])["nlu"]
    assert [one["intent"] for one in nlu] == added["intents"]
    done = subprocess.run(
        [sys.executable, "-c", TALK],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
