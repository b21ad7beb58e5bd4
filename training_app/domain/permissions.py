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
    OWN_ACCOUNT = "own-account"
    PRACTISE = "practise"


EVERY_ROLE = frozenset(Role)

# VISIT needs no sign-in at all; OWN_ACCOUNT needs no role, so that a person without one can still sign out.
NEEDS_NO_SIGN_IN = frozenset({Permission.VISIT})
NEEDS_NO_ROLE = frozenset({Permission.VISIT, Permission.OWN_ACCOUNT})
ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.VISIT: EVERY_ROLE,
    Permission.OWN_ACCOUNT: EVERY_ROLE,
    Permission.PRACTISE: EVERY_ROLE,
}


def may(roles: frozenset[Role], permission: Permission) -> bool:
    """Whether a signed-in person with these roles has the permission somewhere."""
    return permission in NEEDS_NO_ROLE or bool(roles & ALLOWED[permission])
