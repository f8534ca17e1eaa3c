"""Rules of the ways in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.access.permissions import Can, Role
from app.access.scope import Actor, GrantRef
from app.accounts.core import (
    FREE,
    LONGEST_WAIT,
    Counted,
    device_name,
    handle_of,
    network_of,
    outranks,
    own_path,
    rank_of,
    rank_over,
    username_from,
    wait_after,
)


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        (" Siti.Rahmah ", "siti.rahmah"),
        ("SITI@Contoh.ID", "siti@contoh.id"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("12", "12"),
        ("", ""),
        ("x" * 9000, "x" * 254),
    ],
)
def test_one_form_of_what_people_type(typed, handle):
    assert handle_of(typed) == handle


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Siti Rahmah Yusuf", "siti.rahmah"),
        ("Buya", "buya"),
        ("Nur'aini Al-Hafiz", "nuraini.alhafiz"),
        ("سيتي نور", "siti.nur"),
        ("山田", "orang"),
        ("123 Budi", "budi"),
        ("Li", "orang.li"),
        ("Admin", "orang.admin"),
    ],
)
def test_a_username_is_proposed_for_every_name(name, username):
    assert username_from(name) == username


@pytest.mark.parametrize("target", ["/belajar", "/belajar/3?x=1&y=2", "/", "/a//b", "/x#y"])
def test_paths_of_our_own_are_kept(target):
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "belajar",
        "//x",
        "/\\x",
        "/\t/x",
        "/\r\nSet-Cookie: a",
        "https://x",
        "/a\\b",
        "/" + "a" * 3000,
        "/ x",
        "\\\\x",
    ],
)
def test_anything_else_leads_home(target):
    assert own_path(target) == "/"


def test_waits_begin_late_double_and_end_growing():
    pair = [wait_after(Counted.PAIR, count) for count in range(60)]
    free = FREE[Counted.PAIR]
    assert set(pair[:free]) == {timedelta(0)}
    assert pair[free : free + 4] == [timedelta(seconds=30 * 2**step) for step in range(4)]
    assert pair == sorted(pair)
    assert max(pair) == pair[-1] == LONGEST_WAIT[Counted.PAIR]
    assert wait_after(Counted.PAIR, 10**9) == LONGEST_WAIT[Counted.PAIR]


def test_an_account_alone_never_refuses_and_a_network_hardly():
    assert wait_after(Counted.ACCOUNT, 10**6) == timedelta(0)
    assert wait_after(Counted.NETWORK, 40 * 3) == timedelta(0)
    assert wait_after(Counted.NETWORK, 10**6) <= timedelta(minutes=1)


def test_under_attack_a_network_has_fewer_tries_but_some():
    assert wait_after(Counted.PAIR, 1, under_attack=True) == timedelta(0)
    assert wait_after(Counted.PAIR, 2, under_attack=True) > timedelta(0)
    assert wait_after(Counted.DEVICE, 5, under_attack=True) == timedelta(0)


@pytest.mark.parametrize(
    ("agent", "found"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Version/17 Safari/604",
            ("Safari", "iPhone"),
        ),
        ("", ("", "")),
        ("<script>alert(1)</script>", ("", "")),
    ],
)
def test_a_device_is_a_family_of_browser_and_system_and_no_more(agent, found):
    assert device_name(agent) == found


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::99", "2001:db8:1:2"),
        ("2001:db8::1", "2001:db8:0:0"),
        ("::1", "0:0:0:0"),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.7"),
        ("", ""),
    ],
)
def test_neighbours_in_one_network_count_as_one(address, network):
    assert network_of(address) == network


def test_a_rank_counts_only_where_it_reaches():
    actor = Actor(1, "Uji", (GrantRef(Role.PENGELOLA, unit_path="/1/2/"), GrantRef(Role.PELATIH, cohort_id=5)))

    def over(path: str, *cohorts: int) -> int:
        return rank_over(actor, Can.RESET_LINK, unit_path=path, cohort_ids=frozenset(cohorts), mentor_id=None)

    assert over("/1/2/9/") == 4
    assert over("/1/3/", 5) == 3
    assert over("/1/3/") == -1
    assert over("/1/20/") == -1
    assert rank_of(()) == -1


def test_a_pengelola_from_above_is_out_of_reach():
    actor = Actor(1, "Uji", (GrantRef(Role.PENGELOLA, unit_path="/1/2/"),))
    assert outranks(actor, [GrantRef(Role.PENGELOLA, unit_path="/1/2/7/"), GrantRef(Role.PELATIH, unit_path="/1/")])
    assert not outranks(actor, [GrantRef(Role.PENGELOLA, unit_path="/1/")])
    assert outranks(actor, [])
