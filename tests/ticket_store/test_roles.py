"""Roles are data: what each may do counts at once, and somebody is always left who minds the accounts."""

import random

import pytest
from sqlalchemy import delete, select

from ticket_store import administration, operations, queries, roles
from ticket_store.administration import KINDS
from ticket_store.database import transaction
from ticket_store.errors import SettingRefused
from ticket_store.model import Agent, SettingVersion

from .test_administration import refused, save

REST = [one for one in roles.PERMISSIONS if one != roles.ACCOUNTS]


def role(name: str, *permissions: str, active: bool = True) -> dict[str, object]:
    return {"name": name, "permissions": list(permissions), "active": active}


def account(name: str, code: str, *, active: bool = True) -> dict[str, object]:
    email = f"{name.lower()}@serpro.gov.br"
    return {"name": name, "email": email, "role": code, "teams": [], "active": active}


@pytest.fixture(autouse=True)
def the_seed_again(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))


def may(store, agent_id: int) -> frozenset[str]:
    with transaction(store.engine) as session:
        return roles.role_of(session, session.get_one(Agent, agent_id)).permissions


def test_a_new_installation_has_the_three_that_there_always_were(store) -> None:
    kept = store.ask(roles.known)
    assert [one.name for one in kept.values()] == ["Atendente", "Supervisão", "Administração"]
    assert kept["attendant"].permissions == {roles.ATTEND}
    assert set(roles.PERMISSIONS) - kept["supervisor"].permissions == {
        roles.TRAIN,
        roles.SETTINGS,
        roles.ACCOUNTS,
    }
    assert kept["administrator"].permissions == set(roles.PERMISSIONS)


def test_a_role_made_by_page_is_given_changed_and_put_back(store) -> None:
    bruno = store.agent().agent_id
    code = save(store, "role", role("Relatórios", roles.REPORTS))
    save(store, "account", account("Bruno", code), str(bruno))
    assert may(store, bruno) == {roles.REPORTS}
    with transaction(store.engine) as session:
        assert session.get_one(Agent, bruno).role == "attendant"  # what the version before reads
    save(store, "role", role("Relatórios", roles.REPORTS, roles.AUDIT), code)
    assert may(store, bruno) == {roles.REPORTS, roles.AUDIT}
    store.do(administration.put_back, kind=KINDS["role"], code=code, number=1, agent_id=None)
    assert may(store, bruno) == {roles.REPORTS}
    save(store, "account", account("Bruno", "supervisor"), str(bruno))
    with transaction(store.engine) as session:
        assert (session.get_one(Agent, bruno).role, session.get_one(Agent, bruno).own_role) == (
            "supervisor",
            None,
        )


def test_what_would_leave_nobody_for_the_accounts_is_refused(store) -> None:
    bruno = store.agent().agent_id
    every = role("Administração", *roles.PERMISSIONS)
    for less in (roles.SETTINGS, roles.ACCOUNTS):
        told = every | {"permissions": [one for one in roles.PERMISSIONS if one != less]}
        assert refused(store, "role", told, "administrator", bruno) == ("permissions", "must_administer")
    assert refused(store, "role", every | {"active": False}, "administrator") == ("active", "came_with")
    code = save(store, "role", role("Chefia", roles.ATTEND, roles.ACCOUNTS))
    save(store, "account", account("Bruno", code), str(bruno))
    # The only one who minds accounts now has a role that was made by page.
    assert refused(store, "role", role("Chefia", roles.ATTEND), code, bruno) == ("permissions", "own_role")
    assert refused(store, "role", role("Chefia", roles.ATTEND), code) == ("permissions", "last_role")
    assert refused(store, "role", role("Chefia", roles.ACCOUNTS, active=False), code) == (
        "active",
        "has_accounts",
    )
    assert refused(store, "account", account("Bruno", "attendant"), str(bruno)) == ("role", "last")
    assert refused(store, "account", account("Bruno", code, active=False), str(bruno)) == ("active", "last")
    store.agent("Otávio", "administrator")
    save(store, "role", role("Chefia", roles.ATTEND), code)
    assert may(store, bruno) == {roles.ATTEND}


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_changes_locks_everybody_out(store, seed: int) -> None:
    """Whoever minds accounts changes whatever he likes, in any order."""
    chance = random.Random(seed)
    store.agent("Ada", "administrator")
    for name in ("Bruno", "Caio", "Denise"):
        store.agent(name)
    codes = [*roles.SEEDED, save(store, "role", role("Um", *REST)), save(store, "role", role("Dois", *REST))]
    done = 0
    for _ in range(60):
        who = chance.choice(store.ask(roles.holders, permission=roles.ACCOUNTS)).id
        with transaction(store.engine) as session:
            people = list(session.scalars(select(Agent)))
        try:
            if chance.random() < 0.5:
                one, code = chance.choice(people), chance.choice(codes)
                data = account(one.name, code, active=chance.random() < 0.8)
                save(store, "account", data, str(one.id), who)
            else:
                code = chance.choice(codes)
                told = chance.sample(roles.PERMISSIONS, chance.randint(1, 10))
                save(store, "role", role(f"Papel {code}", *told), code, who)
            done += 1
        except SettingRefused:
            pass
        assert store.ask(roles.holders, permission=roles.ACCOUNTS) != []
    assert done > 10


def test_what_is_no_role_is_refused(store) -> None:
    assert refused(store, "role", role("atendente", roles.ATTEND)) == ("name", "taken")
    assert refused(store, "role", role("Nada")) == ("permissions", "no_permission")
    assert refused(store, "role", role("Tudo", "root")) == ("permissions", "unknown")
    code = save(store, "role", role("Antigo", roles.ATTEND, active=False))
    assert refused(store, "account", account("Ema", code)) == ("role", "unknown")


def test_who_may_not_attend_is_offered_nothing_to_attend(store) -> None:
    bruno = store.agent()
    store.do(operations.set_attending, agent_id=bruno.agent_id, attending=True)
    code = save(store, "role", role("Papel", roles.ATTEND, roles.REPORTS))
    save(store, "account", account("Bruno", code), str(bruno.agent_id))
    assert [one.name for one in store.ask(queries.attendants)] == ["Bruno"]
    save(store, "role", role("Papel", roles.REPORTS), code)
    assert store.ask(queries.attendants) == []
    with transaction(store.engine) as session:
        assert session.get_one(Agent, bruno.agent_id).attends_since is None
