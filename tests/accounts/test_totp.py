"""Codes of an authenticator app, by the vectors of RFC 6238, and what is kept of them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import totp

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"), (2000000000, "69279037"), (20000000000, "65353130")],
)
def test_the_vectors_of_the_standard_hold(seconds, code):
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(SECRET, totp.step_of(moment), 8) == code
    assert totp.code_at(SECRET, totp.step_of(moment)) == code[2:]


def test_a_code_is_taken_a_step_early_or_late_and_never_twice():
    here = totp.step_of(NOW)
    for step in (here - 1, here, here + 1):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, step), NOW, after=0) == step
    for step in (here - 2, here + 2):
        assert totp.matching_step(SECRET, totp.code_at(SECRET, step), NOW, after=0) is None
    code = totp.code_at(SECRET, here)
    assert totp.matching_step(SECRET, f"{code[:3]} {code[3:]}", NOW, after=here - 1) == here
    assert totp.matching_step(SECRET, code, NOW, after=here) is None
    assert totp.matching_step(SECRET, code, NOW + timedelta(seconds=61), after=0) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\x00", "9" * 10_000])
def test_what_is_no_code_is_no_code(typed):
    assert totp.matching_step(SECRET, typed, NOW, after=0) is None


def test_the_key_of_the_site_opens_the_seal_and_no_other_does():
    text = totp.sealed(SECRET, key="k" * 64, user_id=7, nonce=bytes(16))
    assert SECRET.hex() not in text
    assert totp.opened(text, key="k" * 64, user_id=7) == SECRET
    assert totp.opened(text, key="l" * 64, user_id=7) != SECRET
    assert totp.opened(text, key="k" * 64, user_id=8) != SECRET


def test_a_recovery_code_is_known_however_it_is_typed():
    code = totp.recovery_code(bytes(range(15)))
    plain = code.replace("-", "")
    assert len(plain) == 24
    assert totp.plain_recovery_code(f" {code.lower()} ") == plain
    assert totp.plain_recovery_code(code.replace("-", " ").replace("O", "0").replace("I", "1")) == plain
    assert totp.plain_recovery_code("ABCD") == ""


def test_the_address_names_the_account_and_holds_the_key():
    made = totp.address(SECRET, issuer="Surau", account="desi & co")
    assert made.startswith("otpauth://totp/Surau:desi%20%26%20co?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Surau")
    assert totp.key_of(SECRET).replace(" ", "") in made
