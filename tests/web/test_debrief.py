"""The debrief says what was crossed, how the score came about, and where to go from it."""

import re
from html import unescape
from random import Random

from tests.web.reference import Reference
from tests.web.visitor import Visitor

CROSSED = "This crossed a red line"


def words(html: str) -> str:
    """A page's words on one line."""
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def friendly(reference: Reference) -> list[str]:
    """The way of friend replies."""
    log: list[str] = []
    while offered := reference.offered(reference.after(log)):
        choices = reference.scenes[reference.after(log).scene]["choices"]
        log.append(next(choice for choice in offered if choices[choice]["grade"] == "friend"))
    return log


def over_a_red_line(reference: Reference) -> list[str]:
    """Some way to an ending that crosses a red line."""
    random = Random(1)
    log: list[str] = []
    while not log or not reference.result(log)["red_line"]:
        log = []
        while offered := reference.offered(reference.after(log)):
            log.append(random.choice(offered))
    return log


def debrief(visitor: Visitor, reference: Reference, log: list[str]) -> str:
    play = visitor.play(reference.tree["id"], log)["id"]
    return visitor.get(f"/plays/{play}/debrief").text


def test_the_reply_that_crossed_a_red_line_is_named_first_and_marked(employee: Visitor, reference: Reference) -> None:
    log = over_a_red_line(reference)
    crossed = next(
        reference.scenes[reference.after(log[:number]).scene]["choices"][choice]
        for number, choice in enumerate(log)
        if reference.scenes[reference.after(log[:number]).scene]["choices"][choice].get("red_line")
    )
    page = debrief(employee, reference, log)
    top, rest = page.split("</section>", 1)
    assert f"Here a red line was crossed: {' '.join(crossed['text'].split())}" in words(top)
    marked = re.findall(r'<div class="said.*?</div>', rest, re.DOTALL)
    assert {" ".join(crossed["text"].split()) in words(said) for said in marked if CROSSED in said} == {True}
    assert sum(CROSSED in said for said in marked) >= 2


def test_where_no_red_line_was_crossed_none_is_spoken_of(employee: Visitor, reference: Reference) -> None:
    page = words(debrief(employee, reference, friendly(reference)))
    assert CROSSED not in page
    assert "Here a red line" not in page


def test_the_fold_of_the_score_says_whether_it_is_passed(employee: Visitor, reference: Reference) -> None:
    good = words(debrief(employee, reference, friendly(reference)))
    assert "The score in detail Passed 100%" in good
    poor = words(debrief(employee, reference, over_a_red_line(reference)))
    assert "The score in detail Not passed yet" in poor


def test_the_score_can_be_worked_out_from_its_details(employee: Visitor, reference: Reference) -> None:
    for log in reference.ways().values():
        result = reference.result(log)
        points = 2 * result["friend_decisions"]
        page = words(debrief(employee, reference, log))
        assert f"has {result['friend_decisions']} moments, 2 points each: {points}." in page
        left = points - result["lost"] - result["missed"]
        if left > 0:
            assert f"That leaves {left} of {points}." in page
        is_capped = left / points > 0.4 and result["ledger"]["returns"] == "never"
        assert ("it is 40% at most" in page) == is_capped


def test_trust_won_back_is_praised_only_where_it_reached_its_start(employee: Visitor, reference: Reference) -> None:
    start = reference.begin().trust
    for log in reference.ways().values():
        page = words(debrief(employee, reference, log))
        if "That is the job." in page:
            assert "You won back" in page
            assert reference.after(log).trust >= start


def test_a_rewind_leads_back_to_the_debrief_it_came_from(employee: Visitor, regular: Reference) -> None:
    log = friendly(regular)
    parent = employee.play("friendly-regular", log)["id"]
    again = employee.post_json(f"/plays/{parent}/rewinds", number=len(log)).json["id"]
    employee.post_json(f"/plays/{again}/choices", number=len(log), choice=log[-1])
    page = employee.get(f"/plays/{again}/debrief").text
    assert f'href="/plays/{parent}/debrief"' in page
    assert "just for you: it changes no score" in page
    assert "Back to the play before" not in employee.get(f"/plays/{parent}/debrief").text


def test_at_an_ending_the_clock_of_the_beginning_is_gone(employee: Visitor, regular: Reference) -> None:
    when = regular.tree["when"]
    log = friendly(regular)
    first = employee.begin("friendly-regular")["id"]
    assert when in employee.get(f"/plays/{first}").text
    assert when not in employee.get(f"/plays/{employee.play('friendly-regular', log)['id']}").text


def test_a_companion_is_not_promised_a_score(employee: Visitor) -> None:
    companion = words(employee.get("/scenarios/the-aisle").text)
    assert "Only you see your answers. Your manager sees whether and when you finished" in companion
    graded = words(employee.get("/scenarios/friendly-regular").text)
    assert "Only you see your answers and your score." in graded
    assert "Red lines: safety" in graded
    assert "Red lines" not in companion
