"""Every view has a door, and every door is shut to whoever lacks the key: over all views and all roles."""

from __future__ import annotations

import pytest

from app.access.permissions import Can, Role
from app.access.policy import POLICY, SIGNED_IN
from app.web.guard import door_of
from tests.factories import people

NOWHERE = 999_999_999
VALUES = {"int": NOWHERE, "default": "tidak-ada", "path": "tidak/ada", "uuid": "0" * 32}


def test_every_view_declares_what_it_needs(app):
    undeclared = [name for name, view in app.view_functions.items() if door_of(view) is None]
    assert undeclared == []


def test_every_door_asks_for_something_the_policy_knows(app):
    for name, view in app.view_functions.items():
        permissions = door_of(view).permissions
        assert permissions, name
        assert not (Can.PUBLIC in permissions and len(permissions) > 1), name


def test_only_views_about_oneself_stay_open_behind_the_gates(app):
    open_behind = {name for name, view in app.view_functions.items() if not door_of(view).behind_gate}
    for name in open_behind:
        assert set(door_of(app.view_functions[name]).permissions) <= SIGNED_IN, name


def test_a_visitor_is_led_to_the_door_or_told_to_sign_in(app, visitor):
    for rule, address in addresses(app):
        door = door_of(app.view_functions[rule.endpoint])
        if Can.PUBLIC in door.permissions:
            continue
        if "GET" in rule.methods:
            answer = visitor.get(address)
            assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/masuk"), address
        if "POST" in rule.methods:
            assert visitor.post(address).status_code == 401, address


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, *Role])
def test_whoever_lacks_a_permission_finds_nothing(app, as_user, role):
    user = people.user()
    if role is not None:
        people.grant(user, role, unit=people.unit_named("Kanwil Uji"))
    client = as_user(user)
    held = set(POLICY[role]) if role else set()
    for rule, address in addresses(app):
        door = door_of(app.view_functions[rule.endpoint])
        if set(door.permissions) & (held | SIGNED_IN):
            continue
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(address, method=method).status_code == 404, (role, method, address)


@pytest.mark.slow
@pytest.mark.parametrize("gate", ["notice", "guardian"])
def test_whoever_stands_at_a_gate_comes_no_further(app, as_user, gate):
    user = (
        people.user(notice="")
        if gate == "notice"
        else people.user(is_pupil=True, standing=people.Standing.MENUNGGU_WALI)
    )
    for role in Role:
        people.grant(user, role, unit=people.unit_named("Kanwil Uji"))
    client = as_user(user)
    target = {"notice": "/persetujuan", "guardian": "/menunggu-persetujuan"}[gate]
    for rule, address in addresses(app):
        door = door_of(app.view_functions[rule.endpoint])
        if Can.PUBLIC in door.permissions or not door.behind_gate:
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(address, method=method)
            assert (answer.status_code, answer.location) == (302, target), (method, address)


def addresses(app):
    """(rule, an address of it whose ids lead nowhere) of every rule."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: VALUES[converter_name(converter)] for name, converter in rule._converters.items()}
        found.append(
            (
                rule,
                adapter.build(
                    rule.endpoint, values, method=next(iter(rule.methods & {"GET", "POST"})), append_unknown=False
                ),
            )
        )
    return found


def converter_name(converter) -> str:
    return {"Id": "int", "PathConverter": "path", "UUIDConverter": "uuid"}.get(type(converter).__name__, "default")
