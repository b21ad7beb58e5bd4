"""Which scenes lie in one loop: the strongly connected components of a graph of scenes.

What was answered before matters again only inside a loop, so that searches over plays need to remember
no more than that.
"""

from collections.abc import Collection, Mapping

Edges = Mapping[str, Collection[str]]


def loops_of(edges: Edges) -> dict[str, frozenset[str]]:
    """For each scene the scenes from which and to which one can come and go, itself included.

    Every target must be a key of `edges`. Linear in scenes and edges (Kosaraju's two passes).
    """
    against: dict[str, list[str]] = {scene: [] for scene in edges}
    for scene, targets in edges.items():
        for target in targets:
            against[target].append(scene)
    loops: dict[str, frozenset[str]] = {}
    for scene in reversed(_finished_order(edges)):
        if scene not in loops:
            members = _reached(scene, edges=against, without=loops)
            loops.update(dict.fromkeys(members, members))
    return loops


def _finished_order(edges: Edges) -> list[str]:
    """Every scene after all that it leads to, as depth-first search leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for first in edges:
        stack = [] if first in seen else [(first, iter(edges[first]))]
        seen.add(first)
        while stack:
            scene, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                order.append(scene)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(edges[target])))
    return order


def _reached(start: str, *, edges: Edges, without: Collection[str]) -> frozenset[str]:
    reached = {start}
    stack = [start]
    while stack:
        for target in edges[stack.pop()]:
            if target not in reached and target not in without:
                reached.add(target)
                stack.append(target)
    return frozenset(reached)
