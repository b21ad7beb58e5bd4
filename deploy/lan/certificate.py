"""HTTPS without the internet: a small certificate authority for one store, and its server's certificate.

    .venv/bin/python -m deploy.lan.certificate --folder /etc/regulars/tls regulars.home.arpa 192.168.1.20

The first run makes the authority, which every tablet is told to trust once; each run makes a fresh certificate. Should
somebody steal the authority's key, it is good for these names and for private addresses only.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_FOR = timedelta(days=3650)
# iPads refuse a server's certificate that is valid for more than 825 days, whoever signed it.
CERTIFICATE_FOR = timedelta(days=820)
CLOCKS_DIFFER_BY = timedelta(days=1)
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")

Key = ec.EllipticCurvePrivateKey


class Uncovered(ValueError):
    """The authority that is there is not good for a name."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Make what is missing and say what to do with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="NAME", help="a host name or an address of the server")
    parser.add_argument("--folder", type=Path, default=Path("var/tls"))
    given = parser.parse_args(arguments)
    try:
        authority = issue(given.folder, given.names, now=datetime.now(UTC))
    except Uncovered as error:
        sys.exit(str(error))
    fingerprint = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    print(f"{given.folder}/server.crt and server.key: for the web server, until they are made anew.")
    print(f"{given.folder}/ca.crt: for every tablet, to be trusted once. Its SHA-256 fingerprint:\n{fingerprint}")


def issue(folder: Path, names: Sequence[str], *, now: datetime) -> x509.Certificate:
    """Make the server's certificate, and the authority when there is none; gives the authority.

    Raises Uncovered when the authority there is was made for other names.
    """
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    key, authority = _authority(folder, names, now=now)
    _check_covered(authority, names)
    server_key = ec.generate_private_key(ec.SECP256R1())
    _write_key(folder / "server.key", server_key)
    certificate = _server_certificate(server_key, names, key, authority, now=now)
    _write(folder / "server.crt", certificate.public_bytes(serialization.Encoding.PEM))
    return authority


def _authority(folder: Path, names: Sequence[str], *, now: datetime) -> tuple[Key, x509.Certificate]:
    key_file, file = folder / "ca.key", folder / "ca.crt"
    if key_file.exists() and file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key, x509.load_pem_x509_certificate(file.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    authority = _new_authority(key, names, now=now)
    _write_key(key_file, key)
    _write(file, authority.public_bytes(serialization.Encoding.PEM))
    return key, authority


def _new_authority(key: Key, names: Sequence[str], *, now: datetime) -> x509.Certificate:
    name = _named(f"Regulars at {names[0]}, {now:%Y-%m-%d}")
    signs = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _builder(name, name, key.public_key(), now=now, valid_for=AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _permitted(names: Sequence[str]) -> list[x509.GeneralName]:
    """The names, and private addresses. Without any name one that cannot be, or else all would be permitted."""
    hosts = [name for name in names if not _is_address(name)] or ["regulars.invalid"]
    return [*map(x509.DNSName, hosts), *(x509.IPAddress(ip_network(network)) for network in PRIVATE)]


def _check_covered(authority: x509.Certificate, names: Sequence[str]) -> None:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    hosts = [name.value for name in permitted if isinstance(name, x509.DNSName)]
    networks = [name.value for name in permitted if isinstance(name, x509.IPAddress)]
    for name in names:
        if _is_address(name):
            covered = any(ip_address(name) in network for network in networks)
        else:
            covered = any(name == host or name.endswith(f".{host}") for host in hosts)
        if not covered:
            raise Uncovered(
                f"“{name}” is neither one of the authority's names ({', '.join(hosts)}) nor a private address. For "
                "another name move ca.key and ca.crt away, run this again, and trust the new ca.crt on every tablet."
            )


def _server_certificate(
    server_key: Key, names: Sequence[str], key: Key, authority: x509.Certificate, *, now: datetime
) -> x509.Certificate:
    valid_for = min(CERTIFICATE_FOR, authority.not_valid_after_utc - now)
    alternatives = [x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in names]
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        _builder(_named(names[0]), authority.subject, server_key.public_key(), now=now, valid_for=valid_for)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
        .sign(key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, valid_for: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER_BY)
        .not_valid_after(now + valid_for)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _write_key(file: Path, key: Key) -> None:
    form = serialization.PrivateFormat.PKCS8
    _write(file, key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()), mode=0o600)


def _write(file: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace the file at once, so that a web server that reloads just now reads all of it."""
    fresh = file.with_suffix(f"{file.suffix}.new")
    fresh.unlink(missing_ok=True)
    with open(fresh, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as target:
        target.write(content)
    fresh.replace(file)


if __name__ == "__main__":
    main()
