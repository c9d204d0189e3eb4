"""Schemathesis calls every operation with what the OpenAPI allows and forbids; it keeps its word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette
from starlette.routing import Mount

from portal.api.app import PATH, create_api
from portal.config import PortalConfig
from ticket_store import integration, operations
from ticket_store.database import connect, transaction

from .conftest import ANA, SECRET, Clock
from .test_access import CALLS, NUMBER

OPERATIONS = sorted(
    {
        (method, path.split("?")[0].replace(NUMBER, "{number}").replace("/1", "/{webhook_id}"))
        for _, method, path, _ in CALLS
    }
)
THERE = {"number": NUMBER, "webhook_id": 1}


@dataclass
class Contract:
    schema: Any
    token: str


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory, blank_store: Path) -> Iterator[Contract]:
    """The API alone, without a rate to speak of, over a store with tickets and a webhook to find."""
    folder, clock = tmp_path_factory.mktemp("contract"), Clock()
    shutil.copy(blank_store, folder / "tickets.db")
    engine = connect(f"sqlite:///{folder / 'tickets.db'}")
    config = PortalConfig(SECRET, "http://localhost:5605", "http://localhost:5606", folder, 1000)
    with transaction(engine) as session:
        row, token = integration.create_token(
            session, name="Contrato", scopes=integration.SCOPES, created_by=None, now=clock()
        )
        operations.open_ticket(
            session,
            email=ANA,
            service_code="siape",
            description="O SIAPE dá erro.",
            channel="api",
            submission_key="k",
            now=clock(),
        )
        integration.add_webhook(
            session,
            url="https://a.gov.br/",
            events=["ticket.opened"],
            created_by=None,
            token_id=row.id,
            now=clock(),
        )
    api = create_api(config, engine, clock, calls_per_minute=1_000_000)
    site = Starlette(routes=[Mount(PATH, api)])
    yield Contract(schemathesis.openapi.from_asgi(f"{PATH}/openapi.json", site), token)
    engine.dispose()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_keeps_to_the_document(contract: Contract, method: str, path: str, mode: Any) -> None:
    operation = contract.schema[path][method]

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(data=st.data())
    def calls(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE and data.draw(st.booleans()):
            # What exists, or every answer would be a 404.
            case.path_parameters = {name: THERE[name] for name in case.path_parameters or {}}
        case.headers["Authorization"] = f"Bearer {contract.token}"
        # What the document cannot say (which codes exist, which moves are legal now) is refused as well.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    calls()
