"""Who may what: the one table of roles and permissions."""

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


class SignInKind(StrEnum):
    """With what a session was opened: a password of one's own, or a PIN on a shared tablet."""

    PASSWORD = "password"  # noqa: S105  (its name)
    PIN = "pin"


EVERY_ROLE = frozenset(Role)
LEADS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})

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
