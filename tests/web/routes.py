"""What every route answers to whom: the table that the tests of access go through, row by row."""

from dataclasses import asdict, dataclass, replace
from uuid import UUID

from sqlalchemy import select

from tests.conftest import World, make_location, make_person
from tests.modules import location_id_of, new_enrolment, new_module
from tests.web.tablets import location_named, new_device
from tests.web.visitor import Visitor
from training_app.models import Assignment, Location
from training_app.moment import now

GUESSED = "01890000-0000-7000-8000-000000000000"
LOG = ("say-no", "louder")
SPARE = {"name": "Spare", "time_zone": "UTC", "closes": "20:00", "open_days": "1"}
WISH = {"module": "{chain_module}", "target": "place", "due_on": "2099-01-01"}
MODULE = {"title_en": "First shift", "mode": "practice", "pass_mark": "80", "attempts": "2", "coach": "slip"} | {
    "scenarios": "the-aisle friendly-regular"
}


@dataclass(frozen=True)
class Row:
    """What one route answers: to nobody, to the owner, to somebody else with a role, to a person without one.

    A status for nobody of None stands for "sign in first": 303 to `/login`, or 401 as JSON. `as_json` are the
    statuses for the owner and for others where the answer as JSON has its own, `leads` those for the manager and
    for the administrator above them where they differ from the others', `trainer` that for the trainer likewise.
    """

    method: str
    path: str
    fields: dict[str, str]
    nobody: int | None
    owner: int
    other: int
    without_role: int
    as_json: tuple[int, int] | None = None
    leads: tuple[int, int] | None = None
    trainer: int | None = None
    is_tablets: bool = False


def page(path: str, status: int = 200) -> Row:
    """A page of one's own that every role has."""
    return Row("GET", path, {}, None, status, status, 403)


def account(method: str, path: str, status: int, **fields: str) -> Row:
    """A route of one's own account, which needs no role."""
    return Row(method, path, fields, None, status, status, status)


def public(method: str, path: str, status: int, *, signed_in: int | None = None, **fields: str) -> Row:
    """A route that strangers reach."""
    known = status if signed_in is None else signed_in
    return Row(method, path, fields, status, known, known, known)


def own(method: str, path: str, status: int, *, as_json: int | None = None, **fields: str) -> Row:
    """A route to a play of the owner, which for everybody else does not exist."""
    return Row(method, path, fields, None, status, 404, 403, (as_json or status, 404))


def managed(method: str, path: str, manager: int, administrator: int | None = None, **fields: str) -> Row:
    """A route for those who look after stores."""
    leads = (manager, manager if administrator is None else administrator)
    return Row(method, path, fields, None, 403, 403, 403, leads=leads)


def administered(method: str, path: str, status: int, **fields: str) -> Row:
    """A route for administrators alone."""
    return managed(method, path, 403, status, **fields)


def taught(method: str, path: str, status: int, administrator: int | None = None, **fields: str) -> Row:
    """A route for those who teach: the trainer and the manager of a store, and the administrator above them."""
    return replace(managed(method, path, status, administrator, **fields), trainer=status)


def tablets(method: str, path: str, **fields: str) -> Row:
    """A route of tablets, which asks for the tablet before anything else: no browser of the cast is one."""
    return Row(method, path, fields, 303, 303, 303, 303, is_tablets=True)


ROWS = (
    public("GET", "/", 303),
    public("GET", "/healthz", 200),
    public("GET", "/static/{digest}/regulars.css", 200),
    public("GET", "/static/0123456789abcdef/regulars.css", 404),
    public("GET", "/sw.js", 200),
    public("GET", "/manifest.webmanifest", 200),
    public("GET", "/shells/en/practice", 200),
    public("GET", "/shells/en/practice?release=another", 404),
    public("GET", "/shells/en/no-such-shell", 404),
    public("GET", "/login", 200, signed_in=303),
    public("POST", "/login", 422),
    public("GET", "/reset/no-such-link", 404),
    public("POST", "/reset/no-such-link", 404, new="a new password of mine", again="a new password of mine"),
    public("GET", "/forgotten", 404),
    public("POST", "/forgotten", 404, email="owner@regulars.test"),
    Row("GET", "/session", {}, None, 200, 200, 200),
    public("GET", "/pair", 200),
    public("POST", "/pair", 422),
    public("POST", "/device/forgotten", 401, unsent="0"),
    tablets("GET", "/tiles"),
    tablets("GET", "/tiles/{colleague}"),
    tablets("GET", "/tiles/{colleague}/pin"),
    tablets("GET", "/tiles/{colleague}/first"),
    tablets("POST", "/tiles/{colleague}/pin", pin="4830"),
    tablets("POST", "/tiles/{colleague}/first", language="en", pin="4830", again="4830"),
    tablets("POST", "/lock"),
    tablets("POST", "/device/state", unsent="0", offline="ready"),
    account("GET", "/settings", 200),
    account("POST", "/settings", 303, language="en", theme="auto", coach="slip"),
    account("POST", "/settings", 422, language="tlh", theme="auto", coach="slip"),
    account("POST", "/settings/password", 422),
    account("POST", "/settings/letters", 303, reminders="y"),
    account("POST", "/logout", 303),
    page("/preferences"),
    Row("POST", "/preferences", {"language": "en", "theme": "auto", "coach": "slip"}, None, 303, 303, 403),
    Row("POST", "/preferences", {"language": "tlh", "theme": "auto", "coach": "slip"}, None, 422, 422, 403),
    page("/practice"),
    page("/progress"),
    page("/unsent"),
    page("/refresher"),
    page("/refresher/friendly-regular/door/no-such-reply", 404),
    Row("POST", "/refresher", {"scenario": "friendly-regular", "scene": "door", "choice": "x"}, None, 404, 404, 403),
    page("/scenarios/the-aisle"),
    page("/scenarios/no-such-scenario", 404),
    Row("POST", "/plays", {"scenario": "the-aisle"}, None, 303, 303, 403, (201, 201)),
    Row("POST", "/plays", {"scenario": "no-such-scenario"}, None, 404, 404, 403),
    Row("POST", "/plays", {"scenario": "the-aisle", "play": "one"}, None, 422, 422, 403),
    Row("POST", "/plays", {"scenario": "the-aisle", "enrolment": GUESSED}, None, 404, 404, 403),
    own("GET", "/plays/{open}", 200),
    own("GET", "/plays/{finished}", 200),
    own("GET", f"/plays/{GUESSED}", 404),
    own("GET", "/plays/{open}/debrief", 303),
    own("GET", "/plays/{finished}/debrief", 200),
    own("POST", "/plays/{open}/choices", 303, as_json=200, number="1", choice="say-no"),
    own("POST", "/plays/{open}/choices", 409, number="1", choice="answer"),
    own("POST", "/plays/{open}/choices", 422, number="2", choice="no-such-choice"),
    own("POST", "/plays/{open}/rewinds", 409, number="1"),
    own("POST", "/plays/{finished}/rewinds", 303, as_json=201, number="1"),
    own("POST", "/plays/{finished}/sentence", 303, skip="1"),
    own("POST", "/plays/{open}/sentence", 409, text="I look up."),
    own("POST", "/plays/{open}/sentence/sharing", 404),
    managed("GET", "/devices", 200),
    managed("GET", "/devices/new", 200),
    managed("GET", "/devices/code", 303),
    managed("POST", "/devices", 303, name="Till", location="{near}"),
    managed("POST", "/devices", 422, name=" ", location="{near}"),
    managed("POST", "/devices", 422, 303, name="Till", location="{far}"),
    managed("GET", "/devices/{device}", 200),
    managed("GET", "/devices/{far_device}", 404, 200),
    managed("GET", f"/devices/{GUESSED}", 404),
    managed("POST", "/devices/{device}", 303, name="Till", location="{near}", lock_after="30"),
    managed("POST", "/devices/{device}", 422, name="Till", location="{near}", lock_after="31"),
    managed("POST", "/devices/{far_device}", 404, 303, name="Till", location="{far}", lock_after="30"),
    managed("POST", "/devices/{far_device}/revocation", 404, 303),
    managed("POST", "/devices/{device}/revocation", 303),
    managed("GET", "/people", 200),
    managed("GET", "/people?q=owner", 200),
    managed("POST", "/people/{colleague}/pin-resets", 303),
    managed("POST", "/people/{stranger}/pin-resets", 404, 303),
    managed("POST", "/people/{administrator}/pin-resets", 404, 303),
    managed("POST", "/people/{manager}/pin-resets", 303),
    managed("POST", "/people/{without_role}/pin-resets", 404),
    managed("POST", f"/people/{GUESSED}/pin-resets", 404),
    managed("POST", "/people/{colleague}/invitations", 200),
    managed("POST", "/people/{stranger}/invitations", 404, 200),
    managed("POST", "/people/{manager}/invitations", 403, 200),
    managed("POST", "/people/{administrator}/invitations", 404, 403),
    managed("GET", "/team?store={near}", 200),
    managed("GET", "/team?store={near}&state=overdue&page=2", 200),
    managed("GET", "/team?store={far}", 404, 200),
    managed("GET", "/team?store=one", 404),
    managed("GET", "/team/huddle?store={near}", 200),
    managed("GET", "/team/huddle?store={far}", 404, 200),
    managed("GET", "/team/stores", 200),
    managed("GET", "/team/stores?below={far}", 404, 200),
    managed("GET", "/people/{colleague}/progress", 200),
    managed("GET", "/people/{stranger}/progress", 404, 200),
    managed("GET", "/people/{without_role}/progress", 404),
    managed("GET", f"/people/{GUESSED}/progress", 404),
    managed("POST", "/people/{colleague}/invitation-letters", 409),
    managed("POST", "/people/{stranger}/invitation-letters", 404, 409),
    managed("POST", "/people/{manager}/invitation-letters", 403, 409),
    Row("GET", "/mail", {}, None, 403, 403, 403, leads=(403, 200)),
    Row("GET", "/mail?state=sent&before=x", {}, None, 403, 403, 403, leads=(403, 200)),
    managed("POST", f"/enrolments/{GUESSED}/reminders", 404),
    managed("POST", "/team/reminders", 303),
    managed("POST", "/team/reminders?store={far}", 404, 303),
    managed("GET", "/team.csv", 200),
    managed("GET", "/team.xlsx", 200),
    managed("GET", "/team.pdf", 200),
    *(managed("GET", f"/team.{ending}?store={{far}}", 404, 200) for ending in ("csv", "xlsx", "pdf")),
    managed("GET", f"/team.csv?store={GUESSED}", 404),
    account("GET", "/settings/data.json", 200),
    managed("GET", "/people/{colleague}/data.json", 403, 200),
    managed("GET", "/people/{administrator}/data.json", 403, 403),
    managed("GET", "/people/{without_role}/data.json", 403, 404),
    managed("GET", f"/people/{GUESSED}/data.json", 403, 404),
    managed("GET", "/people/{stranger}/erasure", 403, 200),
    managed("GET", "/people/{administrator}/erasure", 403, 403),
    managed("POST", "/people/{administrator}/erasure", 403, 403, confirm="Administrator"),
    managed("POST", f"/people/{GUESSED}/erasure", 403, 404, confirm="Colleague"),
    managed("POST", "/people/{colleague}/erasure", 403, 422, confirm="Somebody else"),
    managed("GET", "/workspace", 403, 200),
    managed("POST", "/workspace", 403, 303, managers_see="states", keep_months="12"),
    managed("POST", "/workspace", 403, 422, managers_see="everything", keep_months="12"),
    managed("POST", "/workspace", 403, 422, managers_see="states", keep_months="0"),
    managed("GET", "/people?store={near}&role=employee&page=2", 200),
    managed("GET", "/people/rosters/new", 200),
    managed("POST", "/people/rosters", 422),
    managed("GET", f"/people/rosters/{GUESSED}", 404),
    managed("POST", f"/people/rosters/{GUESSED}/slices", 404),
    managed("GET", f"/people/rosters/{GUESSED}/bad-rows.csv", 404),
    managed("GET", "/people/new", 200),
    managed("POST", "/people", 422, name=" ", location="{near}", role="employee"),
    managed("POST", "/people", 404, 422, name="Lena", location="{far}", role="employee"),
    managed("POST", "/people", 403, 422, name="Lena", location="{near}", role="manager"),
    managed("POST", "/people", 422, name="Lena", location="{near}", role="king"),
    managed("GET", "/people/{hired}", 200),
    managed("GET", "/people/{hired_far}", 404, 200),
    managed("GET", "/people/{manager}", 403, 200),
    managed("GET", "/people/{administrator}", 404, 403),
    managed("GET", "/people/{without_role}", 404),
    managed("POST", "/people/{hired}", 303, name="Lena", staff_number="L-1"),
    managed("POST", "/people/{hired}", 422, name="Lena"),
    managed("POST", "/people/{hired_far}", 404, 303, name="Lena", staff_number="L-2"),
    managed("POST", "/people/{manager}", 403, 422, name="Lena"),
    managed("POST", "/people/{hired}/moves", 303, location="{near}", role="trainer"),
    managed("POST", "/people/{hired}/moves", 404, location=GUESSED, role="employee"),
    managed("POST", "/people/{promoted}/moves", 403, 303, location="{near}", role="manager"),
    managed("POST", "/people/{hired_far}/moves", 404, 303, location="{far}", role="employee"),
    managed("POST", "/people/{manager}/moves", 403, 422, location="{near}", role="king"),
    managed("POST", "/people/{temporary}/leaving", 303),
    managed("POST", "/people/{temporary}/return", 303),
    managed("POST", "/people/{hired_far}/leaving", 404, 303),
    managed("POST", "/people/{hired_far}/return", 404, 303),
    managed("POST", "/people/{administrator}/return", 404, 403),
    administered("GET", "/stores", 200),
    administered("POST", "/stores", 422, name=" ", kind="store", parent="{chain}", time_zone="UTC"),
    administered("POST", "/stores", 404, name="Third", kind="store", parent="{near}", time_zone="UTC"),
    administered("GET", "/stores/{spare}", 200),
    administered("GET", f"/stores/{GUESSED}", 404),
    administered("POST", "/stores/{spare}", 303, opens="09:00", **SPARE),
    administered("POST", "/stores/{spare}", 422, opens="nine", **SPARE),
    administered("POST", "/stores/{spare}/move", 303, parent="{chain}"),
    administered("POST", "/stores/{spare}/move", 404, parent="{near}"),
    administered("POST", "/stores/{spare}/closing", 303),
    administered("POST", "/stores/{near}/closing", 409),
    administered("POST", "/stores/{spare}/opening", 303),
    administered("GET", "/audit", 200),
    taught("GET", "/assignments", 200),
    taught("GET", "/assignments/new", 200),
    taught("GET", "/assignments/new?person={stranger}", 404, 200),
    taught("POST", "/assignments/previews", 422),
    taught("POST", "/assignments/previews", 200, place="{near}", **WISH),
    taught("POST", "/assignments/previews", 404, 200, place="{far}", **WISH),
    taught("POST", "/assignments", 422, place="{near}"),
    taught("POST", "/assignments", 404, 409, place="{far}", **WISH | {"module": "{archived_module}"}),
    taught("GET", "/assignments/{over}", 200),
    taught("GET", "/assignments/{far_over}", 404, 200),
    taught("GET", f"/assignments/{GUESSED}", 404),
    *(
        row
        for deed in ("enrolments", "withdrawal", "due")
        for row in (
            taught("POST", f"/assignments/{{over}}/{deed}", 409, due_on="2099-01-02"),
            taught("POST", f"/assignments/{{far_over}}/{deed}", 404, 409, due_on="2099-01-02"),
            taught("POST", f"/assignments/{{chain_over}}/{deed}", 403, 409, due_on="2099-01-02"),
        )
    ),
    *(
        row
        for deed in ("excuse", "due", "withdrawal", "attempts")
        for row in (
            taught("POST", f"/enrolments/{{excused}}/{deed}", 409, due_on="2099-01-02"),
            taught("POST", f"/enrolments/{{far_excused}}/{deed}", 404, 409, due_on="2099-01-02"),
            taught("POST", f"/enrolments/{GUESSED}/{deed}", 404, due_on="2099-01-02"),
        )
    ),
    taught("GET", "/modules", 200),
    taught("GET", "/modules/new", 200),
    taught("POST", "/modules", 303, 422, **MODULE, location="{near}"),
    taught("POST", "/modules", 422, **MODULE | {"scenarios": ""}, location="{near}"),
    taught("POST", "/modules", 422, 303, **MODULE, location="{chain}"),
    taught("GET", "/modules/{near_module}", 200),
    taught("GET", "/modules/{chain_module}", 403, 200),
    taught("GET", "/modules/{far_module}", 404, 200),
    taught("GET", f"/modules/{GUESSED}", 404),
    taught("POST", "/modules/{near_module}", 303, **MODULE),
    taught("POST", "/modules/{near_module}", 422, **MODULE | {"pass_mark": "none"}),
    taught("POST", "/modules/{chain_module}", 403, 303, **MODULE),
    taught("POST", "/modules/{far_module}", 404, 303, **MODULE),
    taught("POST", "/modules/{near_module}/copies", 303),
    taught("POST", "/modules/{chain_module}/copies", 303),
    taught("POST", "/modules/{far_module}/copies", 404, 303),
    taught("POST", "/modules/{chain_module}/archive", 403, 303),
    taught("POST", "/modules/{chain_module}/restore", 403, 303),
    taught("POST", "/modules/{far_module}/archive", 404, 303),
    taught("POST", "/modules/{far_module}/restore", 404, 303),
    taught("POST", "/modules/{near_module}/archive", 303),
    taught("POST", "/modules/{near_module}/restore", 303),
    page("/bundles/the-aisle/1/en/0123456789abcdef.json", 404),
    page("/pictures/the-aisle/1/0123456789abcdef.json", 404),
    Row("POST", "/sync", {}, None, 422, 422, 403),
    page("/ready"),
)


def new_addresses(world: World) -> dict[str, str]:
    """Two plays of the owner, and what else stands in the addresses and fields of the table."""
    owner = Visitor(world.client(world.cast.owner))
    near, far = (location_named(world, name) for name in ("Near", "Far"))
    people = hired(world)
    return {
        **{name: str(person) for name, person in asdict(world.cast).items()},
        "near": str(near),
        "far": str(far),
        "chain": str(location_named(world, "Chain")),
        **people,
        **assigned(world, people),
        "device": str(new_device(world, near)),
        "far_device": str(new_device(world, far)),
        "open": owner.play("the-aisle", list(LOG[:1]))["id"],
        "finished": owner.play("the-aisle", list(LOG))["id"],
        "digest": world.app.extensions["assets"].digest,
    }


def hired(world: World) -> dict[str, str]:
    """People whom no other test knows, and a store with nobody in it."""
    with world.database.writing() as session:
        near, far, chain = (
            session.scalars(select(Location).where(Location.name == name)).one() for name in ("Near", "Far", "Chain")
        )
        stores = {"hired": near, "temporary": near, "promoted": near, "hired_far": far}
        people = {name: str(make_person(session, f"access-{name}", at=store)) for name, store in stores.items()}
        return {**people, "spare": str(make_location(session, "Spare", kind="store", parent=chain).id)}


def assigned(world: World, people: dict[str, str]) -> dict[str, str]:
    """Assignments that were withdrawn, of a chain's module, with somebody who was excused under each."""
    with world.database.writing() as session:
        near, far, chain = (location_id_of(session, name) for name in ("Near", "Far", "Chain"))
        module = new_module(session, location_id=chain)
        found = {
            "chain_module": str(module.id),
            "near_module": str(new_module(session, location_id=near).id),
            "far_module": str(new_module(session, location_id=far).id),
            "archived_module": str(new_module(session, location_id=chain, archived_at=now()).id),
        }
        for before, location_id, person in (("", near, "hired"), ("far_", far, "hired_far"), ("chain_", near, "hired")):
            row = new_enrolment(
                session, module, person_id=UUID(people[person]), location_id=location_id, excused_at=now()
            )
            assignment = session.get_one(Assignment, row.assignment_id)
            assignment.withdrawn_at = now()
            if before == "chain_":
                assignment.location_id = chain
            found |= {f"{before}over": str(assignment.id), f"{before}excused": str(row.id)}
        return found


def fields_of(row: Row, plays: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**plays) for name, value in row.fields.items()}
