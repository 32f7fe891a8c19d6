"""Recording again writes the same bytes."""

from __future__ import annotations

from pathlib import Path

from tests.cassettes import tape
from tests.cassettes.record import record


def test_recording_again_changes_nothing(tmp_path: Path) -> None:
    again = record(tmp_path)
    changed = [
        str(path.relative_to(tmp_path))
        for path in again
        if path.read_bytes() != (tape.CASSETTES / path.relative_to(tmp_path)).read_bytes()
    ]
    assert changed == [], "the facts have changed: record the cassettes anew"
