"""Modules as those who teach may use and change them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session

from training_app.domain.errors import Forbidden, NotFound
from training_app.domain.permissions import TEACHERS
from training_app.models import Assignment, EnrolmentCount, Location, Module, ModuleItem
from training_app.queries.viewer import Place, Viewer


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    """How many have a module to do now, and how often it was passed, in time or late."""

    to_do: int = 0
    passed: int = 0


def teaching_places(viewer: Viewer) -> tuple[Place, ...]:
    """Where the viewer may make modules and assign them, the widest place first."""
    own = (place for place in viewer.places if place.role in TEACHERS)
    return tuple(sorted(own, key=lambda place: (len(place.path), place.path)))


def modules_for_use(session: Session, viewer: Viewer, *, include_archived: bool = False) -> Sequence[Module]:
    """The modules that the viewer may see, assign and copy, the oldest first: those at, above or below their places."""
    query = _for_use(viewer)
    if not include_archived:
        query = query.where(Module.archived_at.is_(None))
    return session.scalars(query.order_by(Module.created_at, Module.id)).all()


def module_for_use(session: Session, module_id: UUID, viewer: Viewer) -> Module:
    """A module that the viewer may see, assign and copy. Raises NotFound."""
    module = session.scalars(_for_use(viewer).where(Module.id == module_id)).first()
    if module is None:
        raise NotFound
    return module


def module_for_change(session: Session, module_id: UUID, viewer: Viewer) -> Module:
    """A module that the viewer may change and archive: one at or below their places.

    Raises NotFound where they may not even use it, else Forbidden.
    """
    module = module_for_use(session, module_id, viewer)
    if not changeable_by(session, [module], viewer):
        raise Forbidden
    return module


def changeable_by(session: Session, modules: Collection[Module], viewer: Viewer) -> frozenset[UUID]:
    """Those of these modules that the viewer may change."""
    below = (Location.path.startswith(place.path) for place in teaching_places(viewer))
    query = select(Module.id).join(Location, Location.id == Module.location_id)
    return frozenset(session.scalars(query.where(Module.id.in_([one.id for one in modules]), or_(false(), *below))))


def place_for_copy(session: Session, module: Module, viewer: Viewer) -> Place:
    """Where the viewer's copy of a module that they may use belongs: the widest of their places near it."""
    path = session.get_one(Location, module.location_id).path
    near = (place for place in teaching_places(viewer) if place.path.startswith(path) or path.startswith(place.path))
    return next(near)


def place_names(session: Session, modules: Collection[Module]) -> dict[UUID, str]:
    """The names of the locations that these modules belong to, by their ids."""
    wanted = {module.location_id for module in modules}
    rows = session.execute(select(Location.id, Location.name).where(Location.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def items_of(session: Session, module_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The ids of the scenarios of each of these modules, in its order."""
    rows = session.execute(
        select(ModuleItem.module_id, ModuleItem.scenario_id)
        .where(ModuleItem.module_id.in_(module_ids))
        .order_by(ModuleItem.module_id, ModuleItem.position)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for module_id, scenario_id in rows:
        found[module_id].append(scenario_id)
    return {module_id: tuple(found[module_id]) for module_id in module_ids}


def title_in(module: Module, language: str) -> str:
    """The module's title in this language, else in the first that it has."""
    return text_in(module.titles, language)


def text_in(texts: dict[str, str], language: str) -> str:
    """What is written in this language, else in the first that there is; empty where there is none."""
    return texts.get(language) or next(iter(texts.values()), "")


def is_assigned(session: Session, module_id: UUID) -> bool:
    """Whether it was ever assigned to anybody, so that its mode and attempts stay."""
    return bool(session.scalar(select(exists().where(Assignment.module_id == module_id))))


def standings(session: Session, module_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, ModuleStanding]:
    """How each of these modules stands with the people of the viewer's places."""
    own = (Location.path.startswith(place.path) for place in teaching_places(viewer))
    passed = EnrolmentCount.passed + EnrolmentCount.late
    to_do = EnrolmentCount.assigned - passed - EnrolmentCount.excused - EnrolmentCount.failed
    rows = session.execute(
        select(EnrolmentCount.module_id, func.sum(to_do), func.sum(passed))
        .join(Location, Location.id == EnrolmentCount.location_id)
        .where(EnrolmentCount.module_id.in_(module_ids), or_(false(), *own))
        .group_by(EnrolmentCount.module_id)
    )
    found = {module_id: ModuleStanding(int(open_now), int(done)) for module_id, open_now, done in rows}
    return {module_id: found.get(module_id, ModuleStanding()) for module_id in module_ids}


def _for_use(viewer: Viewer) -> Select[Module]:
    return select(Module).join(Location, Location.id == Module.location_id).where(_is_near(viewer))


def _is_near(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the location is one where the viewer teaches, or hangs above or below one."""
    near: list[ColumnElement[bool]] = []
    for place in teaching_places(viewer):
        near += [Location.path.startswith(place.path), literal(place.path).startswith(Location.path)]
    return or_(false(), *near)
