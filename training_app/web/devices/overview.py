"""The tablets of the viewer's stores as their pages take them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from babel.lists import format_list
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from training_app.models import Device, Location
from training_app.web.devices.pages import DeviceCard, StoreOfDevices
from training_app.web.moments import ago

TROUBLES = ("insecure", "refused", "full")
GONE_SHOWN_FOR = timedelta(days=90)  # after a disconnected tablet has forgotten everything


def stores_of_devices(rows: Iterable[tuple[Device, Location]], *, now: datetime) -> tuple[StoreOfDevices, ...]:
    """The tablets by store, in the order of the rows."""
    stores = []
    for location, own in groupby(rows, key=lambda row: row[1]):
        devices = [device for device, _store in own if not _is_long_gone(device, now)]
        in_use = [device for device in devices if device.revoked_at is None]
        stores.append(
            StoreOfDevices(
                key=str(location.id),
                name=location.name,
                troubles=_troubles(in_use),
                devices=tuple(device_card(device, now=now) for device in in_use),
                gone=tuple(device_card(device, now=now) for device in devices if device.revoked_at is not None),
            )
        )
    return tuple(store for store in stores if store.devices or store.gone)


def _troubles(devices: Sequence[Device]) -> tuple[tuple[str, str], ...]:
    found = [(reason, [device.name for device in devices if device.offline == reason]) for reason in TROUBLES]
    return tuple((reason, format_list(names, locale=get_locale())) for reason, names in found if names)


def _is_long_gone(device: Device, now: datetime) -> bool:
    return device.forgotten_at is not None and now - device.forgotten_at > GONE_SHOWN_FOR


def device_card(device: Device, *, now: datetime) -> DeviceCard:
    """One tablet; times in the viewer's time zone."""
    return DeviceCard(
        device=str(device.id),
        name=device.name,
        connected=format_date(device.created_at, "long"),
        seen=ago(device.seen_at, now=now),
        unsent=_unsent(device, now),
        offline=device.offline,
        locks=lock_words(device.lock_after),
        is_in_use=device.revoked_at is None,
        afterwards=_afterwards(device),
    )


def lock_words(seconds: int) -> str:
    """A delay before the tablet locks, in seconds or whole minutes."""
    if seconds < 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(ngettext("%(num)s minute", "%(num)s minutes", seconds // 60))


def _unsent(device: Device, now: datetime) -> str | None:
    if not device.unsent:
        return None
    words: str = ngettext(
        "%(num)s answer not sent yet, from %(ago)s.",
        "%(num)s answers not sent yet, the oldest from %(ago)s.",
        device.unsent,
        ago=ago(device.unsent_since or device.seen_at, now=now),
    )
    return words


def _afterwards(device: Device) -> str | None:
    """What became of a tablet that was disconnected."""
    words: str | None = None
    if device.revoked_at is None:
        return words
    if device.forgotten_at is None:
        words = _(
            "Disconnected on %(day)s. It has not been in touch since: it forgets everything at its next contact.",
            day=format_date(device.revoked_at, "long"),
        )
    elif device.lost:
        words = ngettext(
            "It forgot everything on %(day)s. %(num)s answer could not be sent before that.",
            "It forgot everything on %(day)s. %(num)s answers could not be sent before that.",
            device.lost,
            day=format_date(device.forgotten_at, "long"),
        )
    else:
        words = _("It forgot everything on %(day)s. Nothing was lost.", day=format_date(device.forgotten_at, "long"))
    return words
