"""Who may run: fast places, slow ones, one of our own, and a queue in which nobody is passed over."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.server import until
from tipgraph.web import lanes as lanes_module
from tipgraph.web.lanes import Lanes, LeftError, Place, QueueFullError


def enter(
    lanes: Lanes,
    client: str = "",
    *,
    own: bool = False,
    patience: float = 60,
    left: Callable[[], bool] = lambda: False,
) -> Place:
    return lanes.enter(client=client, own=own, patience=patience, left=left)


def wait_in(
    lanes: Lanes, threads: ThreadPoolExecutor, number: int, client: str = "", *, own: bool = False
) -> list[Future[Place]]:
    """Let so many wait, one after the other."""
    found: list[Future[Place]] = []
    for _ in range(number):
        before = lanes.counts()["waiting"]
        found.append(threads.submit(enter, lanes, client, own=own))
        until(lambda: lanes.counts()["waiting"] == before + 1, "it does not wait")  # noqa: B023 - called at once
    return found


def test_places_are_got_and_given_back() -> None:
    lanes = Lanes(fast=2, slow=1, queue=1)
    first, second = enter(lanes), enter(lanes)
    assert lanes.counts() == {"fast": 2, "slow": 0, "own": 0, "waiting": 0}
    first.leave()
    second.leave()
    assert lanes.counts() == {"fast": 0, "slow": 0, "own": 0, "waiting": 0}


def test_who_moves_to_a_slow_place_leaves_a_fast_one_to_others() -> None:
    lanes = Lanes(fast=1, slow=1, queue=1)
    slow = enter(lanes)
    assert slow.slow_down()
    assert slow.lane == "slow"
    assert not slow.slow_down(), "it has moved already"
    fast = enter(lanes)
    assert not fast.slow_down(), "there is one slow place"
    assert lanes.counts() == {"fast": 1, "slow": 1, "own": 0, "waiting": 0}
    slow.leave()
    assert fast.slow_down()
    fast.leave()
    assert set(lanes.counts().values()) == {0}


def test_a_place_goes_to_who_waits_the_longest() -> None:
    lanes = Lanes(fast=1, slow=1, queue=3)
    with ThreadPoolExecutor() as threads:
        place = enter(lanes)
        waiting = wait_in(lanes, threads, 3)
        for one in waiting:
            assert not one.done()
            place.leave()
            place = one.result(30)
        assert lanes.counts() == {"fast": 1, "slow": 0, "own": 0, "waiting": 0}


def test_one_more_than_may_wait_is_turned_away() -> None:
    lanes = Lanes(fast=1, slow=1, queue=2)
    with ThreadPoolExecutor() as threads:
        place = enter(lanes)
        waiting = wait_in(lanes, threads, 2)
        with pytest.raises(QueueFullError):
            enter(lanes)
        place.leave()
        waiting[0].result(30).leave()
        waiting[1].result(30).leave()


def test_who_waits_too_long_is_turned_away() -> None:
    lanes = Lanes(fast=1, slow=1, queue=2)
    place = enter(lanes)
    with pytest.raises(QueueFullError):
        enter(lanes, patience=0.05)
    assert lanes.counts()["waiting"] == 0
    place.leave()
    enter(lanes).leave()


def test_who_leaves_does_not_wait_on() -> None:
    lanes = Lanes(fast=1, slow=1, queue=1)
    gone = threading.Event()
    with ThreadPoolExecutor() as threads:
        place = enter(lanes)
        waiting = threads.submit(enter, lanes, left=gone.is_set)
        until(lambda: lanes.counts()["waiting"] == 1, "it does not wait")
        gone.set()
        with pytest.raises(LeftError):
            waiting.result(30)
    assert lanes.counts()["waiting"] == 0
    place.leave()
    assert set(lanes.counts().values()) == {0}


def test_our_own_need_not_wait_for_others() -> None:
    lanes = Lanes(fast=1, slow=1, queue=5)
    with ThreadPoolExecutor() as threads:
        fast = enter(lanes)
        (other,) = wait_in(lanes, threads, 1)
        own = enter(lanes, own=True)
        assert own.lane == "own"
        (second,) = wait_in(lanes, threads, 1, own=True)
        own.leave()
        assert second.result(30).lane == "own"
        assert not other.done(), "the place is kept for our own"
        fast.leave()
        assert other.result(30).lane == "fast"


def test_our_own_take_a_free_fast_place_first() -> None:
    lanes = Lanes(fast=1, slow=1, queue=1)
    assert [enter(lanes, own=True).lane for _ in range(2)] == ["fast", "own"]


def test_a_place_goes_to_the_client_that_has_the_fewest() -> None:
    lanes = Lanes(fast=2, slow=1, queue=9)
    with ThreadPoolExecutor() as threads:
        greedy = [enter(lanes, "greedy"), enter(lanes, "greedy")]
        others = wait_in(lanes, threads, 3, "greedy")
        (modest,) = wait_in(lanes, threads, 1, "modest")
        greedy[0].leave()
        assert modest.result(30).client == "modest"
        greedy[1].leave()
        assert others[0].result(30).client == "greedy", "the first of its own"
        others[0].result().leave()
        modest.result().leave()
        for one in others[1:]:
            one.result(30).leave()


def test_a_client_with_most_places_gives_one_to_a_client_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "PATIENCE", 0.2)
    lanes = Lanes(fast=2, slow=1, queue=9)
    greedy = [enter(lanes, "greedy")]
    greedy[0].slow_down()
    greedy += [enter(lanes, "greedy") for _ in range(2)]
    with ThreadPoolExecutor() as threads:
        (same,) = wait_in(lanes, threads, 1, "greedy")
        time.sleep(0.6)
        assert not any(one.is_wanted for one in greedy), "only another client may want them"
        (modest,) = wait_in(lanes, threads, 1, "modest")
        until(lambda: any(one.is_wanted for one in greedy), "none is wanted")
        assert [one.is_wanted for one in greedy] == [False, True, False], "the oldest that can be had at once"
        greedy[1].leave()
        assert modest.result(30).client == "modest", "though another has waited longer"
        modest.result().leave()
        assert same.result(30).client == "greedy"


def test_a_slow_place_is_given_up_where_others_hold_the_fast_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "PATIENCE", 0.2)
    lanes = Lanes(fast=1, slow=2, queue=9)
    greedy = []
    for _ in range(2):
        greedy.append(enter(lanes, "greedy"))
        assert greedy[-1].slow_down()
    fast = enter(lanes, "second")
    with ThreadPoolExecutor() as threads:
        (third,) = wait_in(lanes, threads, 1, "third")
        until(lambda: greedy[0].is_wanted, "it is not wanted")
        assert not greedy[1].is_wanted
        assert not fast.is_wanted
        greedy[0].leave()
        assert fast.slow_down()
        assert third.result(30).lane == "fast"


def test_a_client_keeps_its_fair_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "PATIENCE", 0.1)
    lanes = Lanes(fast=2, slow=1, queue=9)
    places = [enter(lanes, "one"), enter(lanes, "other")]
    with pytest.raises(QueueFullError):
        enter(lanes, "third", patience=0.5)
    assert not any(one.is_wanted for one in places)


def test_a_client_that_fills_the_queue_makes_room_for_another() -> None:
    lanes = Lanes(fast=1, slow=1, queue=3)
    with ThreadPoolExecutor() as threads:
        place = enter(lanes, "greedy")
        greedy = wait_in(lanes, threads, 3, "greedy")
        with pytest.raises(QueueFullError):
            enter(lanes, "greedy")
        modest = threads.submit(enter, lanes, "modest")
        with pytest.raises(QueueFullError):
            greedy[-1].result(30)
        place.leave()
        for one in (*greedy[:2], modest):
            one.result(30).leave()
    assert set(lanes.counts().values()) == {0}


def test_no_place_is_lost_or_doubled_under_load() -> None:
    lanes = Lanes(fast=2, slow=1, queue=100)
    running: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        place = enter(lanes, str(number % 4), own=number % 5 == 0)
        running.append(number)
        most.append(len(running))
        if number % 3 == 0:
            place.slow_down()
        time.sleep(0.001)
        running.remove(number)
        place.leave()

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(work, range(400)))
    assert set(lanes.counts().values()) == {0}
    assert 2 <= max(most) <= 4
