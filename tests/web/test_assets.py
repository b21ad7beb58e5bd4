"""The stylesheet over the wire."""

import gzip

from tests.conftest import World


def test_the_stylesheet_travels_compressed_to_whoever_can_read_it(world: World) -> None:
    client, address = world.client(), world.app.extensions["assets"].url("regulars.css")
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    compressed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert (plain.content_encoding, compressed.content_encoding) == (None, "gzip")
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < len(plain.data) / 3
    for answer in (plain, compressed):
        assert "accept-encoding" in answer.vary
        assert answer.cache_control.immutable
