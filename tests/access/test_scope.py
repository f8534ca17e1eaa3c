"""One scope, two readings: the object check and the list filter agree over all roles, permissions and protected classes."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from app.access.permissions import Can, Role
from app.access.scope import NOTHING, Actor, Columns, GrantRef, Scope, scope_of, subtree_end
from app.kernel.db import Model, Path, db

OWNERS = (1, 2, None)
MENTORS = (1, 3, None)
COHORTS = (10, 11, None)
PATHS = ("/1/", "/1/2/", "/1/20/", "/1/2/5/", "/10/", "/2/", "/", "")
PLACES = (
    {},
    {"unit_path": "/1/"},
    {"unit_path": "/1/2/"},
    {"unit_path": "/2/"},
    {"cohort_id": 10},
    {"unit_path": "/1/2/", "cohort_id": 11},
)


def protected() -> list[type]:
    return sorted(
        (mapper.class_ for mapper in Model.registry.mappers if hasattr(mapper.class_, "__reach__")),
        key=lambda kind: kind.__name__,
    )


def actors() -> list[Actor]:
    single = [Actor(1, "Uji", (GrantRef(role, **place),)) for role, place in product(Role, PLACES)]
    double = [
        Actor(1, "Uji", (GrantRef(first, unit_path="/1/2/"), GrantRef(second, cohort_id=10)))
        for first, second in product(Role, Role)
    ]
    triple = [
        Actor(
            1,
            "Uji",
            (GrantRef(first, unit_path="/1/2/"), GrantRef(first, unit_path="/10/"), GrantRef(second, cohort_id=11)),
        )
        for first, second in product(Role, Role)
    ]
    return [Actor(1, "Uji"), *single, *double, *triple]


def test_every_feature_that_keeps_rows_of_people_protects_them(app):
    names = {kind.__name__ for kind in protected()}
    assert {"User", "Unit", "SignIn", "Asset", "Cohort", "Enrolment", "Attempt", "Submission"} <= names


@pytest.mark.slow
def test_the_object_check_and_the_list_filter_agree(app):
    scopes = {scope_of(actor, permission) for actor in actors() for permission in Can}
    assert len(scopes) > 15
    for kind in protected():
        rows = synthetic_rows(kind)
        store(kind, rows)
        for scope in scopes:
            by_object = {row.id for row in rows if scope.holds(row)}
            by_query = set(db.session.scalars(select(kind.id).where(scope.where(kind))))
            assert by_object == by_query, (kind.__name__, scope)
        drop(kind)


def test_the_filter_of_a_subtree_is_one_range():
    assert subtree_end("/1/2/") == "/1/20"
    inside, outside = ("/1/2/", "/1/2/5/", "/1/2/99/1/"), ("/1/", "/1/20/", "/1/3/", "/1/2", "/2/")
    assert all("/1/2/" <= path < subtree_end("/1/2/") for path in inside)
    assert not any("/1/2/" <= path < subtree_end("/1/2/") for path in outside)


def test_nobody_and_an_empty_scope_hold_nothing(app):
    row = SimpleNamespace(__reach__=Columns(owner="owner_id", unit="path"), owner_id=None, path="")
    for scope in (
        NOTHING,
        scope_of(None, Can.LEARN),
        scope_of(Actor(1, "Uji"), Can.GRADE),
        scope_of(Actor(1, "Uji"), Can.PUBLIC),
    ):
        assert not scope.holds(row)


def test_a_grant_without_a_place_opens_nothing():
    for role, permission in ((Role.PENGELOLA, Can.PEOPLE_MANAGE), (Role.PELATIH, Can.GRADE)):
        scope = scope_of(Actor(1, "Uji", (GrantRef(role),)), permission)
        assert scope == Scope()


def synthetic_rows(kind: type) -> list[SimpleNamespace]:
    """Rows over all combinations of what decides about a class; a unit's own path is never empty of digits."""
    at = kind.__reach__
    names = [name for name in (at.owner, at.mentor, at.cohort, at.unit) if name]
    pools = {at.owner: OWNERS, at.mentor: MENTORS, at.cohort: COHORTS, at.unit: PATHS}
    keyed = "id" in names
    names_beside = [name for name in names if name != "id"]
    made = []
    for number, values in enumerate(product(*(pools[name] for name in names_beside)), start=1):
        for extra in range(12 if keyed else 1):
            row_id = number * 12 + extra if not keyed else extra + 1
            if keyed and number > 1:
                row_id = 100 + number * 12 + extra
            made.append(SimpleNamespace(__reach__=at, **{"id": row_id} | dict(zip(names_beside, values, strict=True))))
    return made


def columns_of(kind: type) -> dict[str, Column]:
    at = kind.__reach__
    names = {"id", at.owner, at.mentor, at.cohort, at.unit} - {""}
    return {name: getattr(kind, name).property.columns[0] for name in names}


def shadow(kind: type) -> Table:
    """A temporary table of the same name with only the columns that decide; it hides the real one."""
    columns = columns_of(kind)
    return Table(
        kind.__tablename__,
        MetaData(),
        *(
            Column(column.name, Path() if name == kind.__reach__.unit else Integer, primary_key=name == "id")
            for name, column in columns.items()
        ),
        prefixes=["TEMPORARY"],
    )


def store(kind: type, rows: list[SimpleNamespace]) -> None:
    table, columns = shadow(kind), columns_of(kind)
    table.create(db.session.connection(), checkfirst=False)
    values = [{column.name: getattr(row, name) for name, column in columns.items()} for row in rows]
    db.session.connection().execute(insert(table), values)


def drop(kind: type) -> None:
    shadow(kind).drop(db.session.connection(), checkfirst=False)
