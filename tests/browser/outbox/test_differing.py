"""Where the server and this browser differ: each play ends up in one state, and what is refused is said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, expect

from tests.browser.outbox.keeping import HONEST, SCENARIO, Keeping, recorded
from tests.serving import Visitor


def test_a_bad_row_blocks_no_other(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    good = [keeping.begin() for _ in range(3)]
    keeping.say(good[0], HONEST[:2])
    bad = keeping.begin(play="no-uuid-at-all")
    keeping.say(bad, HONEST[:3])
    keeping.say(good[1], HONEST[:2])
    keeping.say(good[2], HONEST[:1])
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert [recorded(visitor, play) for play in good] == [2, 2, 1]
    refused = keeping.call("plays", "refused", keeping.person)
    assert [(one["play"], one["count"]) for one in refused] == [(bad, 3)]


def test_what_the_server_lacks_goes_out_again_from_there(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, HONEST[:3])
    keeping.page.evaluate(ACKNOWLEDGE, [play, 2])
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 3


# As after a backup was brought back: this browser had an answer for these, and the server knows them no more.
ACKNOWLEDGE = """async ([play, most]) => {
  const { answer, inTransaction } = await import("/modules-under-test/offline/database.js");
  await inTransaction("choices", "readwrite", async (transaction) => {
    const choices = transaction.objectStore("choices");
    for (let number = 1; number <= most; number += 1) {
      const row = await answer(choices.get([play, number]));
      choices.put({ ...row, state: "acknowledged" });
    }
  });
}"""


def test_a_rewind_follows_the_play_that_it_goes_back_to(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    parent = keeping.play_to_the_end()
    back = {"mode": "rewind", "parent": parent, "fromNumber": 2, "inherited": HONEST[:1]}
    rewind = keeping.begin(**back, started=1)  # the clock was set back in between
    keeping.say(rewind, HONEST[1:], first=2, ends=True)
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, parent) == len(HONEST)
    answer = visitor.get(f"/plays/{rewind}").json()
    assert (answer["mode"], answer["parent"], answer["number"]) == ("rewind", parent, len(HONEST))


def test_a_play_that_went_on_elsewhere_is_taken_over_from_there(keeping: Keeping, visitor: Visitor) -> None:
    play = keeping.begin()
    keeping.say(play, HONEST[:1])
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 1
    assert visitor.choose(play, 2, HONEST[1]).status == 200
    another_tab = Keeping(keeping.page.context.new_page())
    another_tab.page.goto(keeping.page.url)
    another_tab.call("sitting", "refresh")
    with pytest.raises(Error, match="PlayError taken"):
        keeping.say(play, ["something else"], first=2)
    assert [one["choice"] for one in keeping.call("plays", "loadPlay", play)["log"]] == HONEST[:2]
    keeping.say(play, HONEST[2:], first=3, ends=True)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == len(HONEST)


def test_what_the_server_has_to_its_end_is_held_until_its_result_is_known_here(keeping: Keeping) -> None:
    before = keeping.call("database", "kept", "snapshot")["results"][SCENARIO]["plays"]
    play = keeping.play_to_the_end()
    keeping.wait_until_sent()
    assert keeping.call("plays", "loadPlay", play)["finished"] is True
    keeping.call("sitting", "refresh")
    assert keeping.call("plays", "loadPlay", play) is None
    assert keeping.call("database", "kept", "snapshot")["results"][SCENARIO]["plays"] == before + 1


Refusal = Callable[[Keeping, Visitor], str]


def said_elsewhere(keeping: Keeping, visitor: Visitor) -> str:
    """The play went on at another browser while this one had no network."""
    play = visitor.begin(SCENARIO)["id"]
    options = visitor.choose(play, 1, HONEST[0]).json()["options"]
    keeping.call("sitting", "refresh")
    keeping.page.context.set_offline(True)
    assert visitor.choose(play, 2, next(choice for choice in options if choice != HONEST[1])).status == 200
    keeping.log[play] = []
    keeping.say(play, [HONEST[1]], first=2)
    return play


def tampered_with(keeping: Keeping, _visitor: Visitor) -> str:
    """A reply that is not offered there."""
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, [HONEST[0], HONEST[-1], HONEST[-1]])
    return play


@pytest.mark.parametrize(
    ("refusal", "words", "honest"),
    [
        (said_elsewhere, "continued on another device first", 2),
        (tampered_with, "could not be chosen at that moment", 1),
    ],
)
def test_what_is_refused_for_good_is_listed_in_plain_words(
    keeping: Keeping, visitor: Visitor, refusal: Refusal, words: str, honest: int
) -> None:
    play = refusal(keeping, visitor)
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == honest
    assert keeping.call("plays", "loadPlay", play) is None
    sign = keeping.page.locator(".unsent")
    expect(sign).to_contain_text("not taken")
    sign.click()
    item = keeping.page.locator("[data-list=refused] > li")
    expect(item).to_contain_text(words)
    keeping.page.locator("[data-forget]").click()
    expect(keeping.page.get_by_text("Everything is sent.")).to_be_visible()
    expect(item).to_have_count(0)
