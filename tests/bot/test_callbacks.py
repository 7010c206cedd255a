"""What a press brings is never trusted: it is one of our payloads, or a ValueError."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers
from handlers.callbacks import Payload, unpack

CODES = sorted(code for code, kind in Payload.known.items() if kind.__module__.startswith("handlers."))
REFUSED = "refused"
parts = (
    st.text(max_size=8)
    | st.integers().map(str)
    | st.sampled_from(["", "0", "1", "01", "-1", "٣", "1_0", " 1", "9" * 40])
)


def test_there_are_payloads() -> None:
    assert handlers.ROUTERS
    assert len(CODES) > 10


@given(st.text(max_size=64))
def test_any_text_is_a_payload_or_a_value_error(data: str) -> None:
    assert _packed_again(data) in (data, REFUSED)


@given(st.sampled_from(CODES), st.lists(parts, max_size=6))
def test_any_parts_behind_a_known_code_are_a_payload_or_a_value_error(code: str, found: list[str]) -> None:
    data = ":".join([code, *found])
    assert _packed_again(data) in (data, REFUSED)


def _packed_again(data: str) -> str:
    """What `pack` makes of it; `REFUSED` where it is no payload, or has a number that no column holds."""
    try:
        payload = unpack(data)
    except ValueError:
        return REFUSED
    numbers = [value for value in vars(payload).values() if isinstance(value, int)]
    assert all(abs(number) < 2**63 for number in numbers)
    return payload.pack()


@pytest.mark.parametrize("data", ["", ":", "no-such-code:1", "\x00", "🙂" * 16])
def test_what_we_never_wrote_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(data)
