"""What README and CHANGELOG promise is there."""

from __future__ import annotations

import re

import ccxt
import pytest

import ascendex_woo_adapters
from ascendex_woo_adapters import pro
from tests.docs.pages import PAGES, ROOT, text_of


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    headings = re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == ascendex_woo_adapters.__version__


def test_the_first_screen_of_the_readme_warns_of_the_state_of_the_venues() -> None:
    first = "\n".join(text_of("README.md").splitlines()[:50])
    for fact in ("Do not deposit", "2026-07-17", "2025-12-31", "could be tested against a live venue"):
        assert re.search(fact, first), fact


@pytest.mark.parametrize("page", PAGES)
def test_every_link_into_the_project_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text_of(page)):
        assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", ascendex_woo_adapters.exchanges)
def test_the_documented_options_are_those_of_the_classes(name: str) -> None:
    options = getattr(ascendex_woo_adapters, name)().options
    rows = re.findall(
        r"^\| `([\w-]+)` \| (both|`woo`|`ascendex`) \|", text_of("docs/options.md"), re.MULTILINE
    )
    assert len(rows) >= 8
    for option, classes in rows:
        if classes in ("both", f"`{name}`"):
            assert option in options, option


@pytest.mark.parametrize("exchange_id", pro.exchanges)
def test_every_option_of_the_classes_is_documented(exchange_id: str) -> None:
    ccxts = {*(ccxt.Exchange().options or {}), "networks", "timeDifference"}
    own = set(getattr(pro, exchange_id)().options) - ccxts
    assert len(own) > 8
    assert own <= set(re.findall(r"`([\w-]+)`", text_of("docs/options.md")))


def test_the_documented_options_of_streams_are_those_of_the_classes() -> None:
    table = text_of("docs/options.md").partition("`ccxt.pro` have these")[2]
    rows = [
        name
        for row in re.findall(r"^\| (`.*?) \| ", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    ]
    assert len(rows) >= 5
    assert set(rows) <= {option for one in pro.exchanges for option in getattr(pro, one)().options}
