"""Pages and tables that are made from the code are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_endpoints_is_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "endpoints.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"run python .ci/endpoints.py\n{result.stderr}"
