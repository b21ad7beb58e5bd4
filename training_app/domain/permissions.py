"""Who may what: the one table of roles and permissions."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """What a person is at one location and below it."""

    EMPLOYEE = "employee"
    TRAINER = "trainer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a route asks for. Objects are, besides, loaded through their owner."""

    VISIT = "visit"
    TABLET = "tablet"
    OWN_ACCOUNT = "own-account"
    OWN_SETTINGS = "own-settings"
    PRACTISE = "practise"
    KEEP_READY = "keep-ready"
    MANAGE_DEVICES = "manage-devices"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_MODULES = "manage-modules"
    ASSIGN = "assign"
    SEE_TEAM = "see-team"
    REMIND = "remind"
    MANAGE_STORES = "manage-stores"
    MANAGE_WORKSPACE = "manage-workspace"
    PERSONAL_DATA = "personal-data"
    READ_MAIL = "read-mail"
    READ_AUDIT = "read-audit"


class SignInKind(StrEnum):
    """With what a session was opened: a password of one's own, or a PIN on a shared tablet."""

    PASSWORD = "password"  # noqa: S105  (its name)
    PIN = "pin"


EVERY_ROLE = frozenset(Role)
LEADS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
TEACHERS = LEADS | {Role.TRAINER}
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
RANKS = {role: rank for rank, role in enumerate(Role)}
Standing = tuple[str, Role]  # a location's path (it begins with the path of every location above), and the role there

# VISIT needs no sign-in at all, TABLET a store's tablet in place of one; the own account needs no role, so that a
# person without one can still sign out.
NEEDS_NO_SIGN_IN = frozenset({Permission.VISIT, Permission.TABLET})
NEEDS_NO_ROLE = NEEDS_NO_SIGN_IN | {Permission.OWN_ACCOUNT, Permission.OWN_SETTINGS}
ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.VISIT: EVERY_ROLE,
    Permission.TABLET: EVERY_ROLE,
    Permission.OWN_ACCOUNT: EVERY_ROLE,
    Permission.OWN_SETTINGS: EVERY_ROLE,
    Permission.PRACTISE: EVERY_ROLE,
    Permission.KEEP_READY: EVERY_ROLE,
    Permission.MANAGE_DEVICES: LEADS,
    Permission.MANAGE_PEOPLE: LEADS,
    Permission.MANAGE_MODULES: TEACHERS,
    Permission.ASSIGN: TEACHERS,
    Permission.SEE_TEAM: LEADS,
    Permission.REMIND: LEADS,
    Permission.MANAGE_STORES: ADMINISTRATORS,
    Permission.MANAGE_WORKSPACE: ADMINISTRATORS,
    Permission.PERSONAL_DATA: ADMINISTRATORS,
    Permission.READ_MAIL: ADMINISTRATORS,
    Permission.READ_AUDIT: ADMINISTRATORS,
}
# A PIN is short and the tablet is everybody's: its session reaches one's own practice and nothing that is managed.
BY_SIGN_IN: dict[SignInKind, frozenset[Permission]] = {
    SignInKind.PASSWORD: frozenset(Permission),
    SignInKind.PIN: frozenset(
        {
            Permission.VISIT,
            Permission.TABLET,
            Permission.OWN_ACCOUNT,
            Permission.PRACTISE,
            Permission.KEEP_READY,
        }
    ),
}


def may(roles: frozenset[Role], permission: Permission, *, kind: SignInKind = SignInKind.PASSWORD) -> bool:
    """Whether a person with these roles, signed in this way, has the permission somewhere."""
    if permission not in BY_SIGN_IN[kind]:
        return False
    return permission in NEEDS_NO_ROLE or bool(roles & ALLOWED[permission])


def is_below(person: Collection[Standing], viewer: Collection[Standing]) -> bool:
    """Whether the viewer leads this person everywhere the person belongs, so that they may look after the account.

    At the viewer's own location that takes a lower role, further down an equal one does. Whoever belongs to another
    branch too, or nowhere, is not theirs.
    """
    return bool(person) and all(any(_leads(own, standing) for own in viewer) for standing in person)


def _leads(own: Standing, other: Standing) -> bool:
    path, role = own
    other_path, other_role = other
    if role not in LEADS or not other_path.startswith(path):
        return False
    return RANKS[other_role] < RANKS[role] + (other_path != path)
