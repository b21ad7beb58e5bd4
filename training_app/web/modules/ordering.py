"""The order of a module's role-plays where no script moves them: each button asks for one step."""

from collections.abc import Sequence

UP, DOWN, REMOVE, ADD = "up", "down", "remove", "add"


def moved(scenarios: Sequence[str], deed: str) -> list[str]:
    """The scenarios after a button's deed, such as `up the-aisle`; unchanged where that asks for nothing."""
    kind, _space, scenario = deed.partition(" ")
    order = list(scenarios)
    if kind == ADD and scenario not in order:
        return [*order, scenario]
    if scenario not in order:
        return order
    place = order.index(scenario)
    order.remove(scenario)
    if kind == UP:
        order.insert(max(0, place - 1), scenario)
    elif kind == DOWN:
        order.insert(place + 1, scenario)
    elif kind != REMOVE:
        order.insert(place, scenario)
    return order
