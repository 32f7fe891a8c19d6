"""Sequencing and level arithmetic of books, without I/O."""

from __future__ import annotations

import random
from typing import Any

from ccxt.async_support.base.ws.order_book import OrderBook
from hypothesis import given
from hypothesis import strategies as st

from ascendex_woo_adapters.common.streams.book import Delta, KeptBook, Verdict, change, fill

SYMBOL = "BTC/USDT"


def delta(previous: int, number: int, bids: Any = (), asks: Any = ()) -> Delta:
    return (previous, number, number, bids, asks)


def kept(depth: int = 1000, windowed: bool = False) -> KeptBook:
    return KeptBook(OrderBook({"symbol": SYMBOL}), SYMBOL, depth, windowed)


def is_shown(book: KeptBook) -> bool:
    return book.live


def is_thin(book: KeptBook) -> bool:
    return book.is_thin


def starts(book: KeptBook, number: int) -> int | None:
    """The state in which a snapshot and the deltas kept leave a book; None if it was too old for them."""
    return book.book["nonce"] if book.start(number, None, [], []) else None


def test_deltas_wait_for_a_snapshot_and_continue_it() -> None:
    book = kept()
    early = delta(1, 2, [[9.0, 1.0]])
    fitting, later = delta(2, 3, [[10.0, 1.0]]), delta(3, 4, [[11.0, 1.0]])
    assert {book.feed(each) for each in (early, fitting, later)} == {Verdict.IGNORE}
    assert starts(book, 2) == 4
    assert book.book["bids"] == [[11.0, 1.0], [10.0, 1.0]]
    assert book.feed(delta(4, 5)) is Verdict.APPLY


def test_a_snapshot_older_than_the_deltas_is_refused_and_a_newer_one_taken() -> None:
    book = kept()
    book.feed(delta(10, 11))
    assert starts(book, 8) is None
    book.feed(delta(11, 12))
    assert starts(book, 10) == 12


def test_a_gap_among_the_kept_deltas_needs_a_snapshot_behind_it() -> None:
    book = kept()
    book.feed(delta(1, 2))
    book.feed(delta(5, 6))
    assert starts(book, 1) is None
    assert starts(book, 5) == 6


def test_repetitions_are_ignored_and_gaps_resync() -> None:
    book = kept()
    assert starts(book, 5) == 5
    assert book.feed(delta(5, 6)) is Verdict.APPLY
    assert book.feed(delta(5, 6)) is Verdict.IGNORE
    assert book.feed(delta(4, 5)) is Verdict.IGNORE
    assert book.feed(delta(7, 8)) is Verdict.RESYNC
    assert book.feed(delta(8, 9)) is Verdict.IGNORE
    assert starts(book, 7) == 9


def test_a_snapshot_between_two_updates_is_continued_by_the_one_that_passes_it() -> None:
    book = kept()
    book.feed(delta(100, 300))
    assert starts(book, 200) == 300


def test_a_gap_empties_the_book_and_is_counted() -> None:
    book = kept()
    assert book.start(1, 1, [[10.0, 1.0]], [[11.0, 1.0]])
    assert is_shown(book)
    assert book.feed(delta(2, 3, [[10.5, 1.0]])) is Verdict.RESYNC
    assert not is_shown(book)
    assert book.book["bids"] == []
    assert book.book["asks"] == []
    assert book.book["nonce"] is None
    assert book.resyncs == 1
    assert book.start(2, 2, [[10.0, 2.0]], [[11.0, 1.0]])
    assert book.book["bids"] == [[10.5, 1.0], [10.0, 2.0]]


def test_an_unreadable_delta_empties_the_book() -> None:
    book = kept()
    book.start(1, 1, [[10.0, 1.0]], [[11.0, 1.0]])
    assert book.feed(delta(1, 2, [["rubbish", 1.0]])) is Verdict.RESYNC
    assert book.book["asks"] == []
    assert book.resyncs == 1
    book.feed(delta(2, 3, [["rubbish", 1.0]]))
    assert starts(book, 2) is None
    assert book.book["bids"] == []
    book.feed(delta(3, 4, [[9.0, 1.0]]))
    assert starts(book, 3) == 4


def test_levels_behind_the_end_of_a_snapshot_are_left_out() -> None:
    book = kept(depth=2)
    book.start(1, 1, [[10.0, 1.0], [9.0, 1.0]], [[11.0, 1.0], [12.0, 1.0]])
    book.feed(delta(1, 2, [[8.0, 1.0], [9.5, 1.0]], [[13.0, 1.0], [11.5, 1.0]]))
    assert book.book["bids"] == [[10.0, 1.0], [9.5, 1.0], [9.0, 1.0]]
    assert book.book["asks"] == [[11.0, 1.0], [11.5, 1.0], [12.0, 1.0]]


def test_a_window_is_as_deep_as_asked_for_from_the_snapshot_on() -> None:
    book = kept(2, windowed=True)
    assert book.start(1, None, [[10, 1], [9, 1], [8, 1]], [[11, 1], [12, 1], [13, 1]])
    assert (book.book["bids"], book.book["asks"]) == ([[10, 1], [9, 1]], [[11, 1], [12, 1]])
    book.feed(delta(1, 2, [[10.5, 1]], [[11, 0], [14, 2]]))  # one comes into each side, one leaves it
    assert (book.book["bids"], book.book["asks"]) == ([[10.5, 1], [10, 1]], [[12, 1], [14, 2]])
    assert (book.book["bids"]._index, book.book["asks"]._index) == ([-10.5, -10], [12, 14])


def test_a_book_of_which_little_is_left_asks_for_a_new_snapshot() -> None:
    book = kept(depth=8)
    book.start(1, 1, [[float(price), 1.0] for price in range(10, 2, -1)], [[11.0, 1.0]])
    assert not is_thin(book)
    book.feed(delta(1, 2, [[float(price), 0.0] for price in range(10, 3, -1)]))
    assert is_thin(book)
    book.hold()
    assert book.feed(delta(2, 3, [[3.5, 1.0]])) is Verdict.APPLY
    assert book.start(2, 2, [[3.0, 1.0]], [[11.0, 1.0]])
    assert book.book["bids"] == [[3.5, 1.0], [3.0, 1.0]]
    assert not is_thin(book)


def test_a_snapshot_older_than_the_book_is_refused() -> None:
    book = kept(depth=4)
    book.start(1, 1, [[10.0, 1.0], [9.0, 1.0]], [[11.0, 1.0], [12.0, 1.0]])
    book.feed(delta(1, 2, [[10.0, 0.0]]))
    book.hold()
    assert starts(book, 1) is None
    assert is_shown(book)
    assert book.book["bids"] == [[9.0, 1.0]]
    assert starts(book, 2) == 2
    book.hold()
    book.feed(delta(2, 4))
    assert starts(book, 3) == 4
    book.hold()
    assert starts(book, 7) == 7


LEVELS = st.lists(st.tuples(st.integers(1, 30).map(float), st.sampled_from([0.0, 1.0, 2.5])), max_size=12)


@given(LEVELS, st.lists(LEVELS, max_size=10))
def test_levels_equal_those_of_a_plain_mapping(snapshot: Any, updates: Any) -> None:
    book = OrderBook({"symbol": SYMBOL})
    expected = {price: size for price, size in dict(snapshot).items() if size}
    for name in ("bids", "asks"):
        fill(book[name], list(dict(snapshot).items()))
    for update in updates:
        expected = {price: size for price, size in {**expected, **dict(update)}.items() if size}
        for name in ("bids", "asks"):
            change(book[name], update)
    rows = sorted([price, size] for price, size in expected.items())
    assert book["asks"] == rows
    assert book["bids"] == rows[::-1]
    for name in ("bids", "asks"):  # ccxt's own methods go on working
        book[name].store(15.0, 7.0)
        assert [15.0, 7.0] in book[name]


def test_skipped_repeated_and_swapped_deltas_never_show_a_wrong_book() -> None:
    rng = random.Random(5)
    truth: dict[float, float] = {}
    states, deltas = [dict(truth)], []
    for number in range(1, 400):
        changes = [(float(rng.randint(1, 50)), rng.choice([0.0, 1.0, 2.0])) for _ in range(5)]
        truth = {price: size for price, size in {**truth, **dict(changes)}.items() if size}
        states.append(dict(truth))
        deltas.append(delta(number - 1, number, changes))
    feed = []
    for each in deltas:
        lot = rng.random()
        feed += [] if lot < 0.05 else [each, each] if lot < 0.1 else [each]
        if lot > 0.95 and len(feed) > 1:
            feed[-1], feed[-2] = feed[-2], feed[-1]
    book = kept()
    shown = 0
    for at, each in enumerate(feed):
        book.feed(each)
        if not book.live and at % 7 == 0:
            number = max(0, each[1] - rng.randint(0, 3))
            book.start(number, None, list(states[number].items()), [])
        if book.live:
            shown += 1
            assert dict(book.book["bids"]) == states[book.book["nonce"]]
    assert shown > 100
    assert book.resyncs > 5
