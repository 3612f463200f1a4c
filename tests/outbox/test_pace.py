"""The pace of sending, on a clock that only the test moves."""

import heapq
import random
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import REPLY, SUSPICION_SECONDS, Limits, Pace
from bot.paced_queue import WaitingLine

BROADCAST = 3


@dataclass(frozen=True)
class Message:
    """Something to send that comes up at a time."""

    born: float
    chat: int
    priority: int


@dataclass(frozen=True)
class Departure:
    """A message that left."""

    at: float
    message: Message
    order: int


def sent(
    messages: list[Message],
    *,
    answer_after: float = 0.0,
    lateness: random.Random | None = None,
    pace: Pace | None = None,
) -> list[Departure]:
    """What leaves when, until nothing waits. The sender wakes up to 2 ms late when `lateness` is given."""
    line: WaitingLine[Message] = WaitingLine(pace or Pace())
    tie = count()
    coming = [(m.born, next(tie), m, order) for order, m in enumerate(messages)]
    heapq.heapify(coming)
    answers: list[tuple[float, int, int]] = []
    departures: list[Departure] = []
    now = 0.0
    while True:
        while coming and coming[0][0] <= now:
            _, _, message, order = heapq.heappop(coming)
            line.put(message, message.chat, message.priority, order)
        while answers and answers[0][0] <= now:
            answered_at, _, chat = heapq.heappop(answers)
            line.done(chat, answered_at)
        leaving = line.take(now)
        if leaving is not None:
            departures.append(Departure(now, leaving.item, leaving.order))
            heapq.heappush(answers, (now + answer_after, next(tie), leaving.item.chat))
            continue
        at = line.next_at(now)
        times = [queue[0][0] for queue in (coming, answers) if queue]
        if at is not None:
            assert at > now, "what may leave now is taken now"
            times.append(at + (lateness.uniform(0, 0.002) if lateness else 0.0))
        if not times:
            assert len(line) == 0
            return departures
        now = max(now, min(times))


def most_in_any(seconds: float, times: list[float]) -> int:
    """The largest number of times in any closed interval of this length."""
    return max((bisect_right(times, start + seconds) - i for i, start in enumerate(times)), default=0)


def messages(max_chats: int, max_size: int = 120) -> st.SearchStrategy[list[Message]]:
    one = st.builds(
        Message,
        born=st.floats(0, 5),
        chat=st.integers(1, max_chats),
        priority=st.sampled_from([REPLY, 1, BROADCAST]),
    )
    return st.lists(one, max_size=max_size).map(lambda found: sorted(found, key=lambda m: m.born))


@given(messages(max_chats=20, max_size=60), st.floats(0, 0.3), st.integers(1, 30), st.integers(1, 30))
def test_everything_leaves_once_and_not_before_it_is_there(
    coming: list[Message], answer_after: float, per_second: int, burst: int
) -> None:
    departures = sent(coming, answer_after=answer_after, pace=Pace(Limits(per_second, burst)))
    assert sorted(d.order for d in departures) == list(range(len(coming)))
    assert all(d.at >= d.message.born for d in departures)


@given(messages(max_chats=200), st.integers(1, 30))
def test_no_second_anywhere_holds_more_than_the_limit(coming: list[Message], per_second: int) -> None:
    departures = sent(coming, pace=Pace(Limits(per_second=per_second)))
    assert most_in_any(1.0, [d.at for d in departures]) <= per_second


@given(st.lists(st.floats(0.0, 0.4), max_size=24), st.integers(1, 10))
def test_the_messenger_never_sees_more_than_the_limit_whatever_holds_messages_up(
    delays: list[float], per_second: int
) -> None:
    """Each message needs 50 ms there and back, and some of them a delay on the way there."""
    delays = [0.0, *delays]
    line: WaitingLine[int] = WaitingLine(Pace(Limits(per_second)))
    for chat in range(150):
        line.put(chat, chat, BROADCAST if chat % 5 else REPLY, chat)
    arrivals: list[float] = []
    answers: list[tuple[float, int]] = []
    now = 0.0
    while answers or len(line):
        while answers and answers[0][0] <= now:
            answered_at, chat = heapq.heappop(answers)
            line.done(chat, answered_at)
        leaving = line.take(now)
        if leaving is not None:
            delay = delays[leaving.order % len(delays)]
            arrivals.append(now + 0.025 + delay)
            heapq.heappush(answers, (now + 0.05 + delay, leaving.item))
            continue
        times = [at for at in (line.next_at(now), answers[0][0] if answers else None) if at is not None]
        now = max(now, min(times, default=now))
    assert most_in_any(1.0, sorted(arrivals)) <= per_second


@given(messages(max_chats=3, max_size=40), st.integers(1, 4), st.sampled_from([0.5, 1.0, 2.0]))
def test_no_chat_gets_more_than_a_burst_and_the_rate(coming: list[Message], burst: int, rate: float) -> None:
    by_chat = defaultdict(list)
    for departure in sent(coming, pace=Pace(Limits(chat_burst=burst, chat_per_second=rate))):
        by_chat[departure.message.chat].append(departure.at)
    for times in by_chat.values():
        for seconds in (0.0, 0.5, 1.0, 2.0, 5.0, 20.0):
            assert most_in_any(seconds, times) <= burst + seconds * rate + 1e-6


@given(messages(max_chats=5, max_size=60), st.floats(0, 0.3))
def test_a_chat_gets_its_messages_in_order(coming: list[Message], answer_after: float) -> None:
    orders = defaultdict(list)
    for departure in sent(coming, answer_after=answer_after):
        orders[departure.message.chat, departure.message.priority].append(departure.order)
    assert all(earlier < later for order in orders.values() for earlier, later in pairwise(order))


@given(messages(max_chats=20), st.integers(1, 30))
def test_no_broadcast_leaves_while_a_reply_could(coming: list[Message], per_second: int) -> None:
    departures = sent(coming, pace=Pace(Limits(per_second)))
    held = Pace()  # the same chats' limits, followed from outside
    replies = {d.order: d for d in departures if d.message.priority == REPLY}
    for departure in departures:
        replies.pop(departure.order, None)
        if departure.message.priority > REPLY:
            able = [r for r in replies.values() if r.message.born <= departure.at >= held.chat_ready_at(r.message.chat)]
            assert not able
        held.sent(departure.message.chat, departure.at, departure.message.priority)


@given(messages(max_chats=1000, max_size=60), st.floats(0, 4))
def test_a_broadcast_is_not_starved_by_replies_that_leave_room(coming: list[Message], born: float) -> None:
    replies = [Message(k / 10, 10_000 + k, REPLY) for k in range(100)]
    everything = sorted([*coming, *replies, Message(born, 0, BROADCAST)], key=lambda m: m.born)
    mine = next(d for d in sent(everything) if d.message.chat == 0)
    assert mine.at - born <= 8


@pytest.mark.parametrize("late", [False, True])
def test_a_broadcast_to_three_thousand_chats_is_steady_and_never_too_fast(late: bool) -> None:
    broadcast = [Message(0.0, chat, BROADCAST) for chat in range(3000)]
    departures = sent(broadcast, answer_after=0.05, lateness=random.Random(1) if late else None)
    times = [d.at for d in departures]
    assert times[-1] <= 3000 / 29.5
    assert most_in_any(1.0, times) == 30
    assert most_in_any(0.5, times) <= 16, "spread over the second"


@pytest.mark.parametrize("per_second", [0.5, 1, 3, 5])
def test_replies_beside_a_broadcast_hardly_wait(per_second: float) -> None:
    random_ = random.Random(2)
    born, coming = 0.0, [Message(0.0, chat, BROADCAST) for chat in range(6000)]
    while born < 190:
        born += random_.expovariate(per_second)
        coming.append(Message(born, random_.randrange(10_000, 20_000), REPLY))
    departures = sent(sorted(coming, key=lambda m: m.born), answer_after=0.05, lateness=random_)
    waits = sorted(d.at - d.message.born for d in departures if d.message.priority == REPLY and d.message.born < 190)
    assert waits[len(waits) // 2] <= 0.025
    assert waits[int(len(waits) * 0.99)] <= 0.060
    assert most_in_any(1.0, [d.at for d in departures]) <= 30


def test_a_reply_overtakes_a_waiting_broadcast_of_its_chat() -> None:
    line: WaitingLine[str] = WaitingLine(Pace(Limits(chat_burst=1)))
    line.put("first", chat=1, priority=BROADCAST, order=1)
    assert taken(line, 0.0) == "first"
    line.put("second", chat=1, priority=BROADCAST, order=2)
    line.put("reply", chat=1, priority=REPLY, order=3)
    line.done(1)
    assert taken(line, 0.99) is None
    assert taken(line, 1.0) == "reply"


def test_a_chat_waits_while_its_message_is_under_way_and_others_do_not() -> None:
    line: WaitingLine[str] = WaitingLine(Pace())
    for order, (item, chat) in enumerate([("a1", "a"), ("a2", "a"), ("b1", "b")]):
        line.put(item, chat, REPLY, order)
    assert [taken(line, 0.0) for _ in range(3)] == ["a1", "b1", None]
    assert line.next_at(0.0) is None
    line.done("a")
    assert taken(line, 0.0) == "a2"


def test_a_refused_message_comes_back_before_the_later_ones_of_its_chat() -> None:
    pace = Pace()
    line: WaitingLine[str] = WaitingLine(pace)
    for order in (1, 2):
        line.put(f"m{order}", 7, REPLY, order)
    assert taken(line, 0.0) == "m1"
    pace.feedback(7, 5.0, 0.1)
    line.put("m1", 7, REPLY, 1)
    line.done(7)
    assert taken(line, 5.0) is None
    assert line.next_at(5.0) == pytest.approx(5.1)
    assert taken(line, 5.2) == "m1"


def test_one_refused_chat_waits_alone() -> None:
    pace = Pace()
    pace.feedback(1, 7.0, 100.0)
    assert pace.ready_at(1, REPLY, 100.0) == pytest.approx(107.0)
    assert pace.ready_at(2, REPLY, 100.0) <= 100.0
    assert pace.rate(100.0) == 30


def test_after_its_pause_a_refused_chat_gets_no_burst() -> None:
    pace = Pace()
    pace.feedback(1, 7.0, 0.0)
    pace.sent(1, 7.0)
    assert pace.chat_ready_at(1) == pytest.approx(8.0)


def test_a_second_refused_chat_stops_everything_and_lowers_the_rate() -> None:
    pace = Pace()
    pace.feedback(1, 3.0, 0.0)
    pace.feedback(2, 3.0, 1.0)
    assert pace.ready_at(99, REPLY, 1.0) == pytest.approx(4.0)
    assert pace.rate(4.0) == pytest.approx(22.5)


def test_refusals_of_two_chats_long_after_each_other_are_two_matters() -> None:
    pace = Pace()
    pace.feedback(1, 3.0, 0.0)
    pace.feedback(2, 3.0, SUSPICION_SECONDS + 0.1)
    assert pace.ready_at(99, REPLY, 6.0) <= 6.0


def test_a_refusal_of_the_whole_bot_stops_everything_at_once() -> None:
    pace = Pace()
    pace.feedback(None, 3.0, 0.0)
    assert pace.ready_at(99, REPLY, 0.0) == pytest.approx(3.0)


def test_refusals_of_one_incident_lower_the_rate_once() -> None:
    pace = Pace()
    for chat in range(10):
        pace.feedback(chat, 3.0, 0.01 * chat)
    assert pace.rate(3.0) == pytest.approx(22.5)


def test_the_rate_creeps_up_again_to_the_configured_one() -> None:
    pace = Pace()
    pace.feedback(None, 3.0, 0.0)
    assert [round(pace.rate(3.0 + t), 1) for t in (0, 10, 50, 75, 1000)] == [22.5, 23.5, 27.5, 30, 30]


@pytest.mark.parametrize("real", [12, 20, 25])
def test_a_broadcast_finds_the_real_limit(real: int) -> None:
    """A messenger that allows fewer than configured: few refusals, and most of what it does allow is used."""
    pace = Pace()
    line: WaitingLine[int] = WaitingLine(pace)
    for chat in range(100_000):
        line.put(chat, chat, BROADCAST, chat)
    accepted: list[float] = []
    refused, now = 0, 0.0
    while now < 600:
        leaving = line.take(now)
        if leaving is None:
            at = line.next_at(now)
            assert at is not None
            now = at
        elif len(accepted) >= real and now - accepted[-real] < 1.0:
            refused += 1
            pace.feedback(None, 1.0, now)
            line.put(leaving.item, leaving.chat, BROADCAST, leaving.order)
            line.done(leaving.chat)
        else:
            accepted.append(now)
            line.done(leaving.chat)
    assert len(accepted) / 600 >= 0.75 * real
    assert refused / len(accepted) <= 0.01


def test_a_hundred_thousand_waiting_messages_cost_no_scan() -> None:
    """Counted, not timed: comparisons of waiting messages grow with the logarithm of how many wait."""
    comparisons = 0

    class Order(int):
        def __lt__(self, other: object) -> bool:
            nonlocal comparisons
            comparisons += 1
            return isinstance(other, int) and int(self) < int(other)

    line: WaitingLine[int] = WaitingLine(Pace(Limits(per_second=1000)))
    for order in range(30_000):
        line.put(order, order % 3000, BROADCAST, Order(order))
    assert line.next_at(0.0) is not None
    comparisons, now = 0, 0.0
    for _ in range(1000):
        now = max(now, line.next_at(now) or now)
        leaving = line.take(now)
        assert leaving is not None
        line.done(leaving.chat)
    assert comparisons / 1000 <= 100


def test_a_pace_forgets_chats_that_are_at_rest() -> None:
    pace = Pace()
    for chat in range(50_000):
        pace.sent(chat, float(chat))
    assert len(pace._chats._refilled_at) <= 2048


def taken(line: WaitingLine[str], now: float) -> str | None:
    leaving = line.take(now)
    return leaving.item if leaving else None
