"""Pages and tables that are made from the code are up to date."""

from __future__ import annotations

import re
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


def test_the_table_of_methods_is_what_the_classes_have() -> None:
    done = subprocess.run([sys.executable, str(ROOT / ".ci" / "methods.py"), "--check"], check=False)
    assert done.returncode == 0, "run python .ci/methods.py"


def test_the_page_of_topics_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(ROOT / ".ci" / "topics.py"), "--check"], check=False)
    assert done.returncode == 0, "run python .ci/topics.py"


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = str(page.relative_to(ROOT / "docs"))
        assert re.search(rf": {re.escape(name)}$", navigation, re.MULTILINE), (
            f"add {name} to nav in mkdocs.yml"
        )
