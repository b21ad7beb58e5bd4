"""Regulars: `create_app()` puts the parts together. Nobody imports this package's root."""

from pathlib import Path

import click
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import LANGUAGES, ROOT, BadSetting, Settings, load_settings
from training_app.cli.demo import demo
from training_app.cli.mail import mail as mail_commands
from training_app.cli.people import people
from training_app.cli.privacy import privacy
from training_app.cli.reminders import reminders
from training_app.cli.reports import reports
from training_app.cli.scenarios import scenarios
from training_app.cli.serve import serve
from training_app.content.cache import Cache, ContentCache
from training_app.content.principles import load_principles
from training_app.db import Database, close_session
from training_app.extensions import babel, csrf, login_manager
from training_app.services.signing_in import SIGNED_IN_FOR
from training_app.web.access import guard
from training_app.web.account.forgotten import blueprint as forgotten
from training_app.web.account.views import blueprint as account
from training_app.web.assets import serve_assets
from training_app.web.assign.person_views import blueprint as enrolments
from training_app.web.assign.views import blueprint as assign
from training_app.web.audit.views import blueprint as audit
from training_app.web.cookies import SessionCookies, SiteRequest
from training_app.web.devices.views import blueprint as devices
from training_app.web.errors import register_errors
from training_app.web.frame import register_frame, token_of_session
from training_app.web.headers import register_headers
from training_app.web.identity import viewer_or_none
from training_app.web.languages import choose_language, language_now, time_zone_now
from training_app.web.levels import level_now
from training_app.web.locations.views import blueprint as locations
from training_app.web.mail.views import blueprint as mail
from training_app.web.modules.views import blueprint as modules
from training_app.web.offline.manifest import THEME_COLOURS
from training_app.web.offline.views import blueprint as offline
from training_app.web.people.account_views import blueprint as persons
from training_app.web.people.invitation_letters import blueprint as invitation_letters
from training_app.web.people.rosters import blueprint as rosters
from training_app.web.people.views import blueprint as people_pages
from training_app.web.play.views import blueprint as play
from training_app.web.practice.views import blueprint as practice
from training_app.web.privacy.views import blueprint as privacy_pages
from training_app.web.refresher.views import blueprint as refresher
from training_app.web.site.views import blueprint as site
from training_app.web.sync.views import blueprint as sync
from training_app.web.tablet import known_tablet, register_tablets, tablet_or_none
from training_app.web.team.exports import blueprint as team_files
from training_app.web.team.reminding import blueprint as reminding
from training_app.web.team.views import blueprint as team
from training_app.web.tiles.views import blueprint as tiles
from training_app.web.workspace.views import blueprint as workspace

BLUEPRINTS = (
    site,
    account,
    forgotten,
    practice,
    play,
    sync,
    offline,
    tiles,
    refresher,
    modules,
    assign,
    enrolments,
    team,
    reminding,
    team_files,
    devices,
    people_pages,
    invitation_letters,
    persons,
    rosters,
    locations,
    workspace,
    privacy_pages,
    mail,
    audit,
)
LARGEST_REQUEST = 1_000_000
MOST_PACKED = 4000  # bundles and pictures in memory, of some 5 to 25 KB
MOST_REPORTS = 100  # and as many of their pages, of some 100 KB


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings; by default those of the environment."""
    settings = settings or _settings_of_the_environment()
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    _configure(app, settings)
    app.extensions |= {
        "settings": settings,
        "database": Database(settings.database_url),
        "contents": ContentCache(),
        "packed": Cache(most=MOST_PACKED),
        "reports": Cache(most=MOST_REPORTS),
        "report_pages": Cache(most=MOST_REPORTS),
        "principles": load_principles(settings.scenarios),
    }
    _bind_extensions(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(guard)
    app.teardown_appcontext(close_session)
    register_tablets(app)
    register_errors(app)
    register_headers(app, is_https=settings.is_https)
    _dress_templates(app, ROOT / "static")
    for command in (scenarios, people, mail_commands, reminders, reports, privacy, demo, serve):
        app.cli.add_command(command)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _settings_of_the_environment() -> Settings:
    try:
        return load_settings()
    except BadSetting as error:
        raise click.ClickException(str(error)) from error  # one line for whoever starts the server


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="regulars",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard checks it after sign-in
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: tablets lie open for hours
        WTF_CSRF_SSL_STRICT=settings.is_https,
        BABEL_DEFAULT_LOCALE=LANGUAGES[0],
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.session_interface, app.request_class = SessionCookies(), SiteRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _bind_extensions(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)  # templates know the viewer
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language, timezone_selector=time_zone_now)


def _dress_templates(app: Flask, static: Path) -> None:
    """Serve the static files and give every template what all of them use."""
    assets = serve_assets(app, static)
    app.extensions["assets"] = assets
    app.jinja_env.globals.update(asset=assets.url, release=assets.digest, shell=None, theme_colours=THEME_COLOURS)
    register_frame(app)

    @app.context_processor
    def shared() -> dict[str, object]:
        device = known_tablet()
        return {
            "viewer": viewer_or_none(),
            "tablet": tablet_or_none(),
            "device_id": device.id if device else None,
            "language": language_now(),
            "level_now": level_now,
            "csrf_token": token_of_session,
        }
