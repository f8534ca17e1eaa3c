"""Identity numbers, phones, user names, addresses and names as people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import identity
from app.accounts.identity import InvalidError, Kind

PARSERS = [
    identity.parse_nip, identity.parse_nuptk, identity.parse_nisn, identity.parse_npsn, identity.parse_phone,
    identity.parse_username, identity.parse_email, identity.parse_person_name,
]  # fmt: skip
NIP_DIGITS = st.builds(
    lambda born, year, part, sex, serial: f"{born:%Y%m%d}{year}{part:02d}{sex}{serial:03d}",
    st.dates(min_value=date(1950, 1, 1), max_value=date(2009, 12, 31)),
    st.integers(1970, 2030),
    st.integers(1, 12) | st.integers(21, 99),
    st.sampled_from((1, 2)),
    st.integers(1, 999),
)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("19860926 201505 1 001", Kind.PNS),
        ("19860926.201505.2.001", Kind.PNS),
        ("198609262015051001", Kind.PNS),
        (" 19830516 201921 1 001 ", Kind.PPPK),
        ("１９８６０９２６２０１５０５１００１", Kind.PNS),
    ],
)
def test_nip_is_read_with_or_without_spaces(text, kind):
    assert identity.parse_nip(text).kind is kind
    assert identity.parse_nip(text).warnings == ()


def test_each_fault_of_a_nip_has_its_own_sentence():
    faulty = {
        "": "kosong",
        "19860230 201505 1 001": "tanggal lahir",
        "19860926 201513 1 001": "ke-13",
        "19860926 201500 1 001": "ke-13",
        "19860926 201505 3 001": "ke-15",
        "19860926 201505 1 000": "dimulai dari 001",
        "150123456": "NIP lama",
        "19860926 201505 1 00": "17 angka",
        "19860926 201505 1 0O1": "hanya memuat angka",
    }
    sentences = []
    for text, part in faulty.items():
        with pytest.raises(InvalidError, match=part) as caught:
            identity.parse_nip(text)
        sentences.append(str(caught.value))
    assert len(set(sentences)) == len(faulty) - 1  # the two months share theirs


def test_odd_age_at_appointment_warns_but_passes():
    nip = identity.parse_nip("20100926 201505 1 001")
    assert nip.digits == "201009262015051001"
    assert "usia 5 tahun" in nip.warnings[0]


@given(NIP_DIGITS)
def test_valid_nip_survives_showing_and_its_mask_keeps_only_the_year(digits):
    nip = identity.parse_nip(digits)
    assert identity.parse_nip(nip.shown).digits == digits
    assert re.fullmatch(r"\d{8} \d{6} \d \d{3}", nip.shown)
    assert "".join(re.findall(r"\d", identity.mask_nip(digits))) == digits[:4]


@pytest.mark.parametrize(
    "parse, good, short",
    [
        (identity.parse_nuptk, "0123456789012345", "012345678901234"),
        (identity.parse_nisn, "0051234567", "51234567"),
        (identity.parse_npsn, "10310001", "1031000"),
    ],
)
def test_other_numbers_are_digits_of_one_length_with_their_leading_zero(parse, good, short):
    assert parse(f" {good} ") == good
    with pytest.raises(InvalidError, match=str(len(good))):
        parse(short)
    with pytest.raises(InvalidError, match="hanya memuat angka"):
        parse("x" + good[1:])


@given(st.text("0123456789", min_size=0, max_size=20))
def test_masks_of_numbers_never_show_more_than_two_digits(digits):
    assert len(re.findall(r"\d", identity.mask_number(digits))) <= 2
    assert len(identity.mask_number(digits)) == len(digits)


@pytest.mark.parametrize(
    "text",
    ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62 812 3456 7890", "6281234567890", "+62 0812 3456 7890",
     "(0812) 3456.7890", "81234567890", "0062 812 3456 7890"],
)  # fmt: skip
def test_one_phone_number_in_all_its_writings(text):
    assert identity.parse_phone(text) == "+6281234567890"


@pytest.mark.parametrize(
    "text, part",
    [
        ("", "masih kosong"),
        ("+60 12 345 6789", "Hanya nomor Indonesia"),
        ("0812345", "10 sampai 13"),
        ("0812345678901234", "10 sampai 13"),
        ("0812 3456 78xx", "hanya memuat angka"),
        ("12345678901", "diawali 08"),
        ("0012345678", "diawali 08"),
    ],
)
def test_phone_that_is_not_indonesian_is_refused_with_a_sentence(text, part):
    with pytest.raises(InvalidError, match=part):
        identity.parse_phone(text)


@given(st.from_regex(r"08[0-9]{8,11}", fullmatch=True))
def test_phone_survives_showing_and_its_mask_keeps_three_digits(text):
    phone = identity.parse_phone(text)
    assert identity.parse_phone(identity.format_phone(phone)) == phone
    assert identity.parse_phone(phone) == phone
    assert re.findall(r"\d", identity.mask_phone(phone))[2:] == list(phone[-3:])


def test_username_is_lowered_and_bounded():
    assert identity.parse_username("  Rahmi.Yulianti ") == "rahmi.yulianti"
    for text in ("ab", "a" * 33, "1rahmi", "rahmi..y", "rahmi.", "rah mi", "rahmi@x", "rahmí", "رحمي"):
        with pytest.raises(InvalidError):
            identity.parse_username(text)
    for text in ("admin", "Pengelola", "KEMENAG"):
        with pytest.raises(InvalidError, match="dipakai oleh sistem"):
            identity.parse_username(text)


def test_email_is_judged_by_its_form():
    assert identity.parse_email(" Rahmi.Y+humas@Sumbar.Kemenag.GO.ID ") == "rahmi.y+humas@sumbar.kemenag.go.id"
    for text in (
        "", "rahmi", "rahmi@", "@kemenag.go.id", "a@b@c.id", "a b@c.id", "a@c", "a@c..id", "a@-c.id", ".a@c.id", "a..b@c.id",
        "a@c.id\r\nBcc: x@y.id", "a@c.id\x00", "a@127.0.0.1", "a\u202e@c.id", "a@" + "c" * 250 + ".id", "a" * 65 + "@c.id",
        "<a@c.id>", "a@münchen.de",
    ):  # fmt: skip
        with pytest.raises(InvalidError):
            identity.parse_email(text)


@given(st.from_regex(r"[a-z]{2,12}@[a-z]{2,12}\.id", fullmatch=True))
def test_mask_of_an_address_keeps_one_letter_and_the_domain(address):
    assert identity.mask_email(address) == f"{address[0]}***@{address.partition('@')[2]}"


@given(st.text(max_size=30))
def test_masks_never_raise_and_hide_most_of_what_is_no_mail_address(text):
    for mask in (identity.mask_nip, identity.mask_number, identity.mask_phone):
        assert len(re.sub(r"[* ]", "", mask(text).removeprefix("+62"))) <= 4
    assert (
        text.rpartition("@")[0][1:] not in identity.mask_email(text).rpartition("@")[0]
        or len(text.rpartition("@")[0]) < 5
    )


@pytest.mark.parametrize(
    "text, name",
    [
        ("Sukarno", "Sukarno"),
        ("  Hj.  Rahmi\tYulianti,\nS.Ag. ", "Hj. Rahmi Yulianti, S.Ag."),
        ("محمد صالح", "محمد صالح"),
        ("Ra\u202ehmi\x00\u200b", "Rahmi"),
        ("Muh\u0323ammad", "Muḥammad"),
        ("Siti Nur'aini (Ani)", "Siti Nur'aini (Ani)"),
        ("D’Ávila-Ōno", "D’Ávila-Ōno"),
    ],
)
def test_names_of_all_kinds_are_taken(text, name):
    assert identity.parse_person_name(text) == name


@pytest.mark.parametrize("text", ["", " \u200b ", "12345", "-", "<script>", "Rahmi 😀", "a" * 121, "a; b"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(InvalidError):
        identity.parse_person_name(text)


@given(st.text())
def test_nothing_but_a_sentence_is_ever_raised(text):
    for parse in PARSERS:
        sentence = _refusal(parse, text)
        assert re.fullmatch(r"([A-Z].+\.)?", sentence, re.DOTALL)
        assert "!" not in sentence


@given(st.text())
def test_a_name_that_passed_is_one_clean_line_and_passes_again(text):
    try:
        name = identity.parse_person_name(text)
    except InvalidError:
        return
    assert identity.parse_person_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(sign)[0] == "C" and sign not in "\u200c\u200d" for sign in name)


def _refusal(parse, text: str) -> str:
    try:
        parse(text)
    except InvalidError as error:
        return str(error)
    return ""
