"""The door: every route asks for one permission of the table, before anything else happens.

Sign-in is looked at first, then the role, then the CSRF token (at `/login` the token alone). A tablet's own pages
ask for the tablet in place of sign-in.
"""

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from training_app.domain.errors import DomainError, Forbidden, NotFound
from training_app.domain.permissions import NEEDS_NO_SIGN_IN, Permission
from training_app.extensions import csrf
from training_app.web.answers import wants_json
from training_app.web.identity import leave, viewer_or_none
from training_app.web.tablet import known_tablet, tablet_or_none

ROUTES: dict[str, Permission] = {
    "site.text_file": Permission.VISIT,
    "site.home": Permission.VISIT,
    "site.health": Permission.VISIT,
    "offline.shell": Permission.VISIT,
    "offline.service_worker": Permission.VISIT,
    "offline.web_manifest": Permission.VISIT,
    "offline.unsent": Permission.PRACTISE,
    "account.login": Permission.VISIT,
    "account.reset": Permission.VISIT,
    "forgotten.ask": Permission.VISIT,
    "account.whoami": Permission.OWN_ACCOUNT,
    "account.logout": Permission.OWN_ACCOUNT,
    "account.settings": Permission.OWN_SETTINGS,
    "account.password": Permission.OWN_SETTINGS,
    "account.letters": Permission.OWN_SETTINGS,
    "account.preferences": Permission.PRACTISE,
    "tiles.pair": Permission.VISIT,
    "tiles.forgotten": Permission.VISIT,
    "tiles.tiles": Permission.TABLET,
    "tiles.tile": Permission.TABLET,
    "tiles.again": Permission.TABLET,
    "tiles.enter": Permission.TABLET,
    "tiles.first": Permission.TABLET,
    "tiles.lock": Permission.TABLET,
    "tiles.state": Permission.TABLET,
    "devices.overview": Permission.MANAGE_DEVICES,
    "devices.new": Permission.MANAGE_DEVICES,
    "devices.add": Permission.MANAGE_DEVICES,
    "devices.code": Permission.MANAGE_DEVICES,
    "devices.show": Permission.MANAGE_DEVICES,
    "devices.change": Permission.MANAGE_DEVICES,
    "devices.revoke": Permission.MANAGE_DEVICES,
    "people.people": Permission.MANAGE_PEOPLE,
    "people.forget_pin": Permission.MANAGE_PEOPLE,
    "people.invitation": Permission.MANAGE_PEOPLE,
    "invitation_letters.send": Permission.MANAGE_PEOPLE,
    "rosters.new": Permission.MANAGE_PEOPLE,
    "rosters.upload": Permission.MANAGE_PEOPLE,
    "rosters.show": Permission.MANAGE_PEOPLE,
    "rosters.take": Permission.MANAGE_PEOPLE,
    "rosters.bad_rows": Permission.MANAGE_PEOPLE,
    "persons.new": Permission.MANAGE_PEOPLE,
    "persons.add": Permission.MANAGE_PEOPLE,
    "persons.show": Permission.MANAGE_PEOPLE,
    "persons.change": Permission.MANAGE_PEOPLE,
    "persons.move": Permission.MANAGE_PEOPLE,
    "persons.leave": Permission.MANAGE_PEOPLE,
    "persons.come_back": Permission.MANAGE_PEOPLE,
    "locations.tree": Permission.MANAGE_STORES,
    "locations.add": Permission.MANAGE_STORES,
    "locations.show": Permission.MANAGE_STORES,
    "locations.change": Permission.MANAGE_STORES,
    "locations.move": Permission.MANAGE_STORES,
    "locations.close": Permission.MANAGE_STORES,
    "locations.reopen": Permission.MANAGE_STORES,
    "audit.record": Permission.READ_AUDIT,
    "mail.letters": Permission.READ_MAIL,
    "reminding.one": Permission.REMIND,
    "reminding.late": Permission.REMIND,
    "team_files.csv": Permission.SEE_TEAM,
    "team_files.xlsx": Permission.SEE_TEAM,
    "team_files.pdf": Permission.SEE_TEAM,
    "privacy.own_data": Permission.OWN_SETTINGS,
    "privacy.data": Permission.PERSONAL_DATA,
    "privacy.ask": Permission.PERSONAL_DATA,
    "privacy.erase": Permission.PERSONAL_DATA,
    "workspace.show": Permission.MANAGE_WORKSPACE,
    "workspace.change": Permission.MANAGE_WORKSPACE,
    "assign.assignments": Permission.ASSIGN,
    "assign.new": Permission.ASSIGN,
    "assign.preview": Permission.ASSIGN,
    "assign.add": Permission.ASSIGN,
    "assign.show": Permission.ASSIGN,
    "assign.enrol": Permission.ASSIGN,
    "assign.withdraw": Permission.ASSIGN,
    "assign.extend": Permission.ASSIGN,
    "enrolments.excuse_person": Permission.ASSIGN,
    "enrolments.extend_person": Permission.ASSIGN,
    "enrolments.withdraw_person": Permission.ASSIGN,
    "enrolments.give_another_attempt": Permission.ASSIGN,
    "modules.overview": Permission.MANAGE_MODULES,
    "modules.new": Permission.MANAGE_MODULES,
    "modules.add": Permission.MANAGE_MODULES,
    "modules.show": Permission.MANAGE_MODULES,
    "modules.change": Permission.MANAGE_MODULES,
    "modules.copy": Permission.MANAGE_MODULES,
    "modules.archive": Permission.MANAGE_MODULES,
    "modules.restore": Permission.MANAGE_MODULES,
    "team.team": Permission.SEE_TEAM,
    "team.huddle": Permission.SEE_TEAM,
    "team.overview": Permission.SEE_TEAM,
    "team.progress": Permission.SEE_TEAM,
    "practice.practice": Permission.PRACTISE,
    "practice.progress": Permission.PRACTISE,
    "practice.intro": Permission.PRACTISE,
    "play.begin": Permission.PRACTISE,
    "play.show": Permission.PRACTISE,
    "play.choose": Permission.PRACTISE,
    "play.rewind": Permission.PRACTISE,
    "play.debrief": Permission.PRACTISE,
    "play.sentence": Permission.PRACTISE,
    "play.share": Permission.PRACTISE,
    "refresher.show": Permission.PRACTISE,
    "refresher.answer": Permission.PRACTISE,
    "refresher.said": Permission.PRACTISE,
    "sync.show_bundle": Permission.KEEP_READY,
    "sync.show_pictures": Permission.KEEP_READY,
    "sync.sync": Permission.PRACTISE,
    "sync.ready": Permission.PRACTISE,
}


# What may be larger than other requests, in bytes: a file of MOST_BYTES of content/roster_file.py with its form.
LARGER = {"rosters.upload": 5_100_000}


class NoTablet(DomainError):
    """The browser is not connected to a store."""

    def __init__(self) -> None:
        super().__init__("no-device", "Connect this tablet to a store first.")


class Revoked(DomainError):
    """The tablet was taken out of use; it has to forget what it holds."""

    def __init__(self) -> None:
        super().__init__("revoked", "This tablet was taken out of use.")


class SignedOut(DomainError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("signed-out", "Sign in first.")


def guard() -> Response | None:
    """Let the request through to its route, send it to sign in, or refuse it."""
    if request.endpoint is None:
        return None
    if "\0" in request.path:  # which PostgreSQL takes in no text
        raise NotFound
    permission = ROUTES[request.endpoint]
    away = None
    if permission is Permission.TABLET:
        away = _ask_for_tablet()
    elif permission not in NEEDS_NO_SIGN_IN and not _is_for_tablets(permission):
        away = _ask_for_person(permission)
    if away:
        return away
    if request.endpoint in LARGER:
        request.max_content_length = LARGER[request.endpoint]
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return None


def _ask_for_tablet() -> Response | None:
    tablet = known_tablet()
    if tablet is not None and tablet.revoked_at is None:
        return None
    if wants_json():
        raise NoTablet if tablet is None else Revoked
    return redirect(url_for("tiles.pair"), 303)


def _is_for_tablets(permission: Permission) -> bool:
    """What every tablet keeps ready needs nobody there: all of the store play from it."""
    return permission is Permission.KEEP_READY and tablet_or_none() is not None


def _ask_for_person(permission: Permission) -> Response | None:
    viewer = viewer_or_none()
    if viewer is None:
        leave()  # what a tablet lost by lying untouched has ended for good, whatever its cookies say later
        if wants_json():
            raise SignedOut
        return redirect(_front_door(), 303)
    if not viewer.may(permission):
        raise Forbidden
    return None


def _front_door() -> str:
    """Where this browser's people sign in: at their tile, or with a password."""
    tablet = known_tablet()
    if tablet is None:
        return url_for("account.login", next=_way_back())
    return url_for("tiles.tiles") if tablet.revoked_at is None else url_for("tiles.pair")


def _way_back() -> str | None:
    """Where to go on after signing in: the page that was asked for, if it can be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" else None
