"""Who is asking: the signed-in person behind Flask-Login's session."""

from flask import g
from flask import session as cookie
from flask_login import current_user, login_user, logout_user

from training_app.db import current_transaction, recording
from training_app.domain.permissions import SignInKind
from training_app.extensions import login_manager
from training_app.moment import now
from training_app.queries.viewer import Viewer, viewer_of_sign_in
from training_app.services.signing_in import sign_out
from training_app.services.tokens import token_hash
from training_app.web.tablet import hand_in, hand_out, is_touched, tablet_or_none


class SignedIn:
    """Flask-Login's user: a viewer and the token of this session, which is the id it keeps."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, viewer: Viewer | None = None) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    viewer = viewer_of_sign_in(current_transaction(), token_hash=token_hash(token), now=now())
    return SignedIn(token, viewer) if viewer else None


def viewer_or_none() -> Viewer | None:
    """The signed-in person, or None; on a tablet that nobody touched for a while nobody is signed in."""
    if "viewer" not in g:
        known: Viewer | None = current_user.viewer if current_user.is_authenticated else None
        g.viewer = known if known and _holds(known) else None
    viewer: Viewer | None = g.viewer
    return viewer


def _holds(viewer: Viewer) -> bool:
    """Whether the session holds in this browser: a PIN's only on its own tablet, and any on a tablet in use."""
    tablet = tablet_or_none()
    if tablet is None:
        return viewer.kind is SignInKind.PASSWORD
    is_here = viewer.kind is SignInKind.PASSWORD or viewer.device_id == tablet.id
    if is_here and is_touched(current_user.token):
        hand_in(current_user.token)
        return True
    return False


def ask_no_more() -> None:
    """Go on with who is known already, else as nobody: the database may be what broke."""
    g.setdefault("viewer", None)
    g.setdefault("tablet", None)


def the_viewer() -> Viewer:
    """The signed-in person of a route that only signed-in people reach."""
    viewer = viewer_or_none()
    if viewer is None:
        raise RuntimeError("the permission table lets strangers reach a route that needs a person")
    return viewer


def begin_session(token: str) -> None:
    """Rotate the browser's session: nothing of the old one stays."""
    cookie.clear()
    cookie.permanent = True
    login_user(SignedIn(token))
    hand_in(token)


def own_token() -> str | None:
    """The token of the browser's session, if it has one whose time is not over."""
    token: str | None = current_user.get_id() if current_user.is_authenticated else None
    return token


def leave() -> None:
    """End the browser's session, on the server too; nothing happens where there is none."""
    token = own_token()
    if token is None:
        return
    with recording() as transaction:
        sign_out(transaction, token=token)
    logout_user()
    cookie.clear()
    g.viewer = None
    hand_out()
