"""Which PINs will do, and how long one waits after wrong ones."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.domain.pins import Fault, fault_of, is_pin
from training_app.domain.tries import PIN_LIMIT, TABLET_LIMIT, Failures

DIGITS = "0123456789"
PINS = st.text(DIGITS, min_size=4, max_size=6)
NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("0000", Fault.RUN),
        ("1111", Fault.RUN),
        ("999999", Fault.RUN),
        ("1234", Fault.RUN),
        ("4321", Fault.RUN),
        ("123456", Fault.RUN),
        ("7890", Fault.RUN),
        ("0987", Fault.RUN),
        ("2468", Fault.RUN),
        ("1470", Fault.RUN),
        ("1212", Fault.REPEATED),
        ("123123", Fault.REPEATED),
        ("474747", Fault.REPEATED),
        ("1122", Fault.REPEATED),
        ("774411", Fault.REPEATED),
        ("1221", Fault.REPEATED),
        ("47574", Fault.REPEATED),
        ("2580", Fault.KEYPAD),
        ("0852", Fault.KEYPAD),
        ("1397", Fault.KEYPAD),
        ("1987", Fault.YEAR),
        ("2004", Fault.YEAR),
        ("4830", None),
        ("198745", None),
        ("48302", None),
        ("005271", None),
    ],
)
def test_what_people_think_of_first_is_refused(pin: str, fault: Fault | None) -> None:
    assert fault_of(pin, staff_number=None) == fault


@pytest.mark.parametrize(
    ("pin", "staff_number", "is_refused"),
    [
        ("4830", "4830", True),
        ("4830", "S-4830", True),
        ("4830", "7-4830-2", True),
        ("004830", "4830", True),
        ("0483", "483", True),
        ("4830", "4831", False),
        ("4830", "48", False),
        ("4830", "S-", False),
        ("4830", None, False),
    ],
)
def test_the_staff_number_is_no_pin(pin: str, staff_number: str | None, is_refused: bool) -> None:
    assert (fault_of(pin, staff_number=staff_number) == Fault.STAFF_NUMBER) == is_refused


@given(st.text(max_size=8))
def test_only_four_to_six_digits_are_a_pin(text: str) -> None:
    four_to_six = 4 <= len(text) <= 6 and all(sign in DIGITS for sign in text)
    assert is_pin(text) == four_to_six
    assert (fault_of(text, staff_number=None) == Fault.LENGTH) == (not four_to_six)


@given(st.text("٠١٢٣٤٥²³①", min_size=4, max_size=6))
def test_digits_of_other_scripts_are_none(text: str) -> None:
    assert fault_of(text, staff_number=None) == Fault.LENGTH


@given(PINS)
def test_a_pin_and_its_mirror_image_are_judged_alike_but_for_years(pin: str) -> None:
    faults = {fault_of(pin, staff_number=None), fault_of(pin[::-1], staff_number=None)}
    assert len(faults - {Fault.YEAR, None}) <= 1


@given(st.integers(0, 9), st.integers(0, 9), st.integers(4, 6))
def test_every_row_with_even_steps_is_refused(first: int, step: int, length: int) -> None:
    pin = "".join(str((first + step * place) % 10) for place in range(length))
    assert fault_of(pin, staff_number=None) == Fault.RUN


@given(st.text(DIGITS, min_size=2, max_size=3))
def test_every_part_said_twice_is_refused(part: str) -> None:
    assert fault_of(part * 2, staff_number=None) in {Fault.RUN, Fault.REPEATED}
    assert fault_of("".join(sign * 2 for sign in part), staff_number=None) in {Fault.RUN, Fault.REPEATED}


@given(st.integers(1900, 2099))
def test_every_year_of_two_centuries_is_refused(year: int) -> None:
    assert fault_of(str(year), staff_number=None) is not None


def test_nine_of_ten_pins_of_four_digits_are_left() -> None:
    good = [number for number in range(10_000) if fault_of(f"{number:04}", staff_number=None) is None]
    assert len(good) > 9_000


def test_after_three_wrong_pins_the_wait_grows_from_half_a_minute_to_a_quarter_of_an_hour() -> None:
    waits = [PIN_LIMIT.wait(Failures(count, NOW), now=NOW) for count in range(12)]
    assert waits == [0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_a_tablet_takes_ten_wrong_pins_before_it_waits() -> None:
    waits = [TABLET_LIMIT.wait(Failures(count, NOW), now=NOW) for count in (9, 10, 11, 12, 13, 14, 15, 500)]
    assert waits == [0, 30, 60, 120, 240, 480, 900, 900]
    assert TABLET_LIMIT.wait(Failures(10, NOW), now=NOW + timedelta(seconds=29.5)) == 1
    assert TABLET_LIMIT.wait(Failures(10, NOW), now=NOW + timedelta(seconds=30)) == 0
