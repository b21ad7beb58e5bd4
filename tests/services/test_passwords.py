"""Passwords are kept as Argon2id hashes, and weak ones are refused."""

import pytest
from argon2 import Type, extract_parameters

from training_app.domain.errors import Invalid
from training_app.services.passwords import hash_password, verify_password

PASSWORD = "a door that stays open"


def test_a_password_is_kept_as_argon2id_of_the_recommended_strength() -> None:
    kept = hash_password(PASSWORD)
    parameters = extract_parameters(kept)
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 64 * 1024
    assert parameters.time_cost >= 3
    assert kept != hash_password(PASSWORD)
    assert verify_password(kept, PASSWORD)
    assert not verify_password(kept, PASSWORD + " ")
    assert not verify_password(kept, PASSWORD.upper())


@pytest.mark.parametrize("kept", [None, "", "no hash", PASSWORD])
def test_nothing_fits_where_there_is_no_hash(kept: str | None) -> None:
    assert not verify_password(kept, PASSWORD)
    assert not verify_password(kept, "nobody signs in with this")


@pytest.mark.parametrize("weak", ["", "eleven char", "aaaaaaaaaaaaaaaa", "abababababababab", "x1y2" * 51])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(Invalid) as refused:
        hash_password(weak)
    assert refused.value.code == "weak-password"


def test_signs_of_every_script_make_a_password() -> None:
    password = "Grüße, señor – 你好"
    assert verify_password(hash_password(password), password)
    assert hash_password("x1y2" * 50)
