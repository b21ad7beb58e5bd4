"""Flask's extensions, made once and bound in `create_app`; imports no code of ours."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

login_manager = LoginManager()
login_manager.session_protection = None  # our sessions are rows that sign-out deletes
csrf = CSRFProtect()
babel = Babel()
