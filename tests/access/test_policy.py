"""The table of who may do what has no holes and gives nobody more than his work needs."""

from __future__ import annotations

from app.access.permissions import Can, Role
from app.access.policy import OPEN, POLICY, RANK, SIGNED_IN, Reach, reach
from app.access.scope import Actor, GrantRef, Scope, scope_of


def test_every_role_stands_in_the_table_and_in_the_ranks():
    assert set(POLICY) == set(Role) == set(RANK)


def test_every_permission_is_somebodys():
    given = {permission for row in POLICY.values() for permission in row}
    assert given | SIGNED_IN == set(Can)
    assert not given & SIGNED_IN


def test_learners_reach_only_their_own_and_the_texts_of_their_classes():
    for role in (Role.PESERTA, Role.SISWA):
        for permission, far in POLICY[role].items():
            assert far is Reach.OWN or (permission is Can.COURSE_READ and far is Reach.COHORT)


def test_only_a_pengelola_manages_people_and_only_in_his_units():
    for permission in (Can.PEOPLE_MANAGE, Can.COHORT_MANAGE, Can.CERTIFICATE_APPROVE):
        assert {role for role in Role if reach(role, permission)} == {Role.PENGELOLA}
        assert reach(Role.PENGELOLA, permission) is Reach.UNITS


def test_only_a_pengelola_at_the_head_of_all_units_looks_at_the_machine():
    assert {role for role in Role if reach(role, Can.SYSTEM_CHECK)} == {Role.PENGELOLA}
    for path, may in (("/1/", True), ("/12/", True), ("/1/7/", False), ("/1/7/9/", False), ("", False)):
        actor = Actor(1, "Rina", (GrantRef(Role.PENGELOLA, path, None), GrantRef(Role.PELATIH, "/1/", 3)))
        assert actor.may(Can.SYSTEM_CHECK) is may
        assert scope_of(actor, Can.SYSTEM_CHECK) == Scope()


def test_no_role_reaches_all_rows_but_for_course_texts():
    everything = {permission for row in POLICY.values() for permission, far in row.items() if far is Reach.ALL}
    assert everything == {Can.COURSE_PREVIEW, Can.COURSE_CHECK}


def test_a_pengelola_neither_grades_nor_writes():
    for permission in (Can.GRADE, Can.WRITE, Can.REVIEW, Can.LEARN):
        assert reach(Role.PENGELOLA, permission) is None


def test_a_person_without_roles_may_only_act_about_himself():
    nobody = Actor(1, "Uji")
    assert {permission for permission in Can if nobody.may(permission)} == SIGNED_IN
    assert OPEN < SIGNED_IN


def test_several_roles_add_up():
    both = Actor(1, "Uji", (GrantRef(Role.PESERTA), GrantRef(Role.PELATIH, cohort_id=3)))
    assert both.may(Can.LEARN)
    assert both.may(Can.GRADE)
    assert not both.may(Can.PEOPLE_MANAGE)
