"""Modules: making, changing, copying and archiving them. One that was assigned keeps its mode and attempts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training_app.domain.check import CHECK
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.modules import BuiltInModule, ModuleContent, check_content
from training_app.models import Location, Module, ModuleItem
from training_app.models.upsert import insert_into
from training_app.queries.modules import is_assigned, items_of
from training_app.queries.versions import latest_versions
from training_app.services.accounts import record_change
from training_app.services.crediting import settle_passes


def create_module(
    session: Session,
    *,
    module_id: UUID,
    location_id: UUID,
    content: ModuleContent,
    actor_id: UUID,
    event_id: UUID,
    now: datetime,
    action: str = "add-module",
) -> Module:
    """A new module that belongs to this location.

    Raises Invalid, as `check_content` does, `unknown-scenario` for one that was never published, and `not-graded` for
    a companion in a check.
    """
    content = _checked(session, content)
    module = Module(id=module_id, location_id=location_id, created_at=now, **_columns(content))
    session.add(module)
    session.flush()
    _add_items(session, module_id, content.scenarios)
    record_change(session, event_id=event_id, action=action, subject=str(module_id), actor_id=actor_id, now=now)
    return module


def change_module(
    session: Session, *, module: Module, content: ModuleContent, actor_id: UUID, event_id: UUID, now: datetime
) -> None:
    """Change what the module says and asks for. What was passed under it stays passed, and whoever has passed all that
    it holds from now on has passed it.

    Raises Invalid, as `create_module` does, and Conflict `assigned` for another mode or number of attempts of one
    that was assigned.
    """
    content = _checked(session, content)
    session.refresh(module, with_for_update=True)
    is_other = (content.mode, content.attempts) != (module.mode, module.attempts)
    if is_other and is_assigned(session, module.id):
        raise Conflict("assigned", "It was assigned: its mode and attempts stay. Duplicate it instead.")
    details = _differences(module_content(session, module), content)
    if not details:
        return
    for name, value in _columns(content).items():
        setattr(module, name, value)
    if "scenarios" in details:
        session.execute(delete(ModuleItem).where(ModuleItem.module_id == module.id))
        _add_items(session, module.id, content.scenarios)
    _record(session, module, "change-module", actor_id=actor_id, event_id=event_id, now=now, details=details)
    settle_passes(session, module_id=module.id)


def copy_module(
    session: Session,
    *,
    module: Module,
    copy_id: UUID,
    location_id: UUID,
    titles: Mapping[str, str],
    actor_id: UUID,
    event_id: UUID,
    now: datetime,
) -> Module:
    """A copy with other titles that belongs to this location and is assigned to nobody.

    Raises Invalid, as `create_module` does.
    """
    return create_module(
        session,
        module_id=copy_id,
        location_id=location_id,
        content=replace(module_content(session, module), titles=titles),
        actor_id=actor_id,
        event_id=event_id,
        now=now,
        action="copy-module",
    )


def module_content(session: Session, module: Module) -> ModuleContent:
    """What the module says and asks for now."""
    return ModuleContent(
        titles=module.titles,
        texts=module.texts,
        mode=module.mode,
        pass_mark=module.pass_mark,
        attempts=module.attempts,
        coach=module.coach,
        think_first=module.think_first,
        scenarios=items_of(session, [module.id])[module.id],
    )


def archive_module(session: Session, *, module: Module, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Take a module out of use: nobody is assigned it anew, what is assigned goes on. Twice changes nothing."""
    if module.archived_at is None:
        module.archived_at = now
        _record(session, module, "archive-module", actor_id=actor_id, event_id=event_id, now=now)


def restore_module(session: Session, *, module: Module, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Put an archived module back into use. Twice changes nothing."""
    if module.archived_at is not None:
        module.archived_at = None
        _record(session, module, "restore-module", actor_id=actor_id, event_id=event_id, now=now)


def load_built_in(
    session: Session, *, modules: Iterable[BuiltInModule], chain_id: UUID, new_id: Callable[[], UUID], now: datetime
) -> list[str]:
    """Add those of these modules to the chain that were never there, and give their keys.

    One that is there already, archived or changed by whoever teaches, stays as it is; one whose scenarios are not all
    published waits. Raises Invalid, as `create_module` does.
    """
    published = {version.scenario_id for version in latest_versions(session)}
    can_be = [module for module in modules if published.issuperset(module.content.scenarios)]
    return [module.key for module in can_be if _load(session, module, chain_id, new_id(), now)]


def load_for_chain(
    session: Session, *, modules: Iterable[BuiltInModule], new_id: Callable[[], UUID], now: datetime
) -> list[str]:
    """The same for the chain that there is; nothing where there is none yet."""
    chain_id = session.scalars(select(Location.id).where(Location.parent_id.is_(None))).first()
    return load_built_in(session, modules=modules, chain_id=chain_id, new_id=new_id, now=now) if chain_id else []


def _load(session: Session, module: BuiltInModule, chain_id: UUID, module_id: UUID, now: datetime) -> bool:
    content = _checked(session, module.content)
    row = _columns(content) | {"id": module_id, "key": module.key, "location_id": chain_id, "created_at": now}
    added = insert_into(session, Module).values(row).on_conflict_do_nothing().returning(Module.id)
    if session.execute(added).first() is None:
        return False
    _add_items(session, module_id, content.scenarios)
    return True


def _checked(session: Session, content: ModuleContent) -> ModuleContent:
    """The content as it is kept, its scenarios known and fit for its mode."""
    check_content(content)
    known = {version.scenario_id: version for version in latest_versions(session)}
    for scenario_id in content.scenarios:
        if scenario_id not in known:
            raise Invalid("unknown-scenario", f"There is no scenario “{scenario_id}”.")
        if content.mode == CHECK and known[scenario_id].friend_decisions is None:
            raise Invalid("not-graded", f"“{scenario_id}” has no grades, so it cannot be checked.")
    return replace(content, titles=dict(content.titles), texts=dict(content.texts), scenarios=tuple(content.scenarios))


def _columns(content: ModuleContent) -> dict[str, Any]:
    return {
        "titles": content.titles,
        "texts": content.texts,
        "mode": content.mode,
        "pass_mark": content.pass_mark,
        "attempts": content.attempts,
        "coach": content.coach,
        "think_first": content.think_first,
    }


def _add_items(session: Session, module_id: UUID, scenarios: Sequence[str]) -> None:
    for position, scenario_id in enumerate(scenarios, start=1):
        session.add(ModuleItem(module_id=module_id, scenario_id=scenario_id, position=position))
    session.flush()


def _differences(before: ModuleContent, after: ModuleContent) -> dict[str, str]:
    """What is different, by name, as the record shows it: “80 % → 90 %”."""
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(ModuleContent))
    return {name: f"{_shown(was)} → {_shown(becomes)}" for name, was, becomes in pairs if was != becomes}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items()) or "–"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return f"{value:.0%}"
    return "–" if value is None else str(value).lower()


def _record(
    session: Session,
    module: Module,
    action: str,
    *,
    actor_id: UUID,
    event_id: UUID,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    subject = str(module.id)
    record_change(
        session, event_id=event_id, action=action, subject=subject, actor_id=actor_id, now=now, details=details
    )
