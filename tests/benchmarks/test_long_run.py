"""Small versions of the long runs, and that they notice what they are there for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ascendex_woo_adapters.common.streams import book as kept
from benchmarks import long_run, memory


@pytest.mark.parametrize("name", long_run.SUBJECTS)
def test_books_are_the_engines_or_absent_under_faults(name: str) -> None:
    report = long_run.run(name, deltas=900, checkpoint=5, share=0.05)
    assert report.deltas >= 900
    assert report.faults > 20
    assert report.resyncs > 5
    assert report.live + report.absent >= 150
    assert report.live > 50
    assert report.absent > 5
    assert report.told > 250


def test_a_book_that_overlooks_gaps_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = kept.KeptBook.feed

    def overlooking(self: Any, delta: kept.Delta) -> kept.Verdict:
        if self._last is not None and delta[0] > self._last:
            delta = (self._last, *delta[1:])
        return feed(self, delta)

    monkeypatch.setattr(kept.KeptBook, "feed", overlooking)
    with pytest.raises(long_run.Wrong):
        long_run.run("woo-v1", deltas=600, checkpoint=10, share=0.1)


def test_a_book_that_stands_still_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept.KeptBook, "feed", lambda self, delta: kept.Verdict.IGNORE)
    with pytest.raises(long_run.Wrong, match="stale"):
        long_run.run("ascendex", deltas=100, checkpoint=10, share=0.0)


def test_the_command_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert long_run.main(["ascendex", "--deltas", "200", "--checkpoint", "20"]) == 0
    assert re.search(r"ascendex: \d+ updates, .* none wrong, none ever crossed", capsys.readouterr().out)
    with pytest.raises(SystemExit):
        long_run.main(["nothing"])


def test_memory_is_printed_as_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main(["--messages", "300", "--markets", "2"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["messages", "blocks", "resident"]
    assert [line.split()[0] for line in lines] == [str(number) for number in range(30, 301, 30)]
