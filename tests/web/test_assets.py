"""The static files over the wire."""

import gzip

import pytest

from tests.conftest import World


@pytest.mark.parametrize("name", ["regulars.css", "regulars.js", "icons/favicon.svg"])
def test_what_is_text_travels_compressed_to_whoever_can_read_it(world: World, name: str) -> None:
    client, address = world.client(), world.app.extensions["assets"].url(name)
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    compressed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert (plain.content_encoding, compressed.content_encoding) == (None, "gzip")
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < len(plain.data)
    for answer in (plain, compressed):
        assert answer.vary.as_set() == {"accept-encoding"}
        assert answer.cache_control.immutable
