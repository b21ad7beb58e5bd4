"""The page of a code: what the next tablet's camera reads, and what to do there."""

from datetime import datetime

from config import Settings
from training_app.domain.pairing import grouped
from training_app.models import Location, Pairing
from training_app.web.devices.pages import CodePage
from training_app.web.moments import time_in
from training_app.web.qr import qr_svg


def code_page(code: str, pairing: Pairing, store: Location, *, settings: Settings, now: datetime) -> CodePage:
    """The page of this code, which the viewer has made."""
    address = f"{settings.public_url}/pair"
    return CodePage(
        state="used" if pairing.used_at else "open" if pairing.expires_at > now else "over",
        name=pairing.name,
        store=store.name,
        letters=grouped(code),
        until=time_in(pairing.expires_at, store.time_zone),
        address=address,
        code=code,
        picture=qr_svg(f"{address}?code={code}"),
        warning="loopback" if settings.is_loopback else None if settings.is_https else "insecure",
    )
