"""The filters of the report: from the address, back into it, and as a form."""

from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request, url_for

from training_app.domain.enrolment import BY_URGENCY, State
from training_app.domain.errors import NotFound
from training_app.domain.permissions import Role
from training_app.domain.team import Filters, TeamReport
from training_app.web.asked import id_of, words_asked
from training_app.web.places import role_name
from training_app.web.states import state_name
from training_app.web.team.table_lines import FilterForm, Option

Named = TypeVar("Named", bound=StrEnum)


def filters_now() -> Filters:
    """The filters of this request's address; what is no filter is none. Raises NotFound for a store that cannot be."""
    return Filters(
        store=id_in_address("store"),
        module=id_of(request.args.get("module", "")),
        role=_one_of(Role, request.args.get("role", "")),
        state=_one_of(State, request.args.get("state", "")),
        words=words_asked(),
    )


def id_in_address(name: str) -> UUID | None:
    """The id of a location under this name in the address. Raises NotFound for what cannot be one."""
    asked = request.args.get(name, "")
    found = id_of(asked)
    if asked and found is None:
        raise NotFound
    return found


def query_of(filters: Filters) -> dict[str, str]:
    """The filters as they stand in an address."""
    named = {
        "store": filters.store and str(filters.store),
        "module": filters.module and str(filters.module),
        "role": filters.role and filters.role.value,
        "state": filters.state and filters.state.value,
        "q": filters.words,
    }
    return {name: value for name, value in named.items() if value}


def address_of(filters: Filters, *, page: int = 1) -> str:
    """The address of the report with these filters."""
    values: dict[str, Any] = {**query_of(filters), "page": page if page > 1 else None}
    return url_for("team.team", **values)


def filter_form(report: TeamReport, *, filters: Filters) -> FilterForm:
    """The form over the whole report of these stores, with what is chosen."""
    is_several = filters.store is None and len(report.stores) > 1
    roles = sorted({person.role for person in report.people}, key=list(Role).index)
    modules = sorted(report.modules, key=lambda module: module.title.casefold())
    kept = (("store", str(filters.store)),) if filters.store else ()
    return FilterForm(
        stores=tuple(Option(str(store.id), store.name, False) for store in report.stores) if is_several else (),
        modules=tuple(Option(str(one.id), one.title, one.id == filters.module) for one in modules),
        roles=tuple(Option(role.value, role_name(role), role is filters.role) for role in roles),
        states=tuple(Option(state.value, state_name(state), state is filters.state) for state in BY_URGENCY),
        words=filters.words,
        kept=kept,
        is_filtered=filters != Filters(store=filters.store),
        all_url=address_of(replace(Filters(), store=filters.store)),
    )


def _one_of(kind: type[Named], text: str) -> Named | None:
    return kind(text) if text and text in set(kind) else None
