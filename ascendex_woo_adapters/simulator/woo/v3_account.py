"""Account, sub-accounts and keys of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/account
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..keys import TRADE, TRANSFER, VIEW
from ..trading.engine import Account
from .account import account_facts, token_facts
from .forms import DAY_MS
from .modes import ACCOUNT_MODES, change_mode
from .v3_wire import Fields, camel, plain, texts
from .wallet import NOTHING, all_accounts, public_name

if TYPE_CHECKING:
    from .venue import WooVenue

LISTEN_KEY_MS = DAY_MS
"""How long a listen key lives, unless another one is made."""

_INFO_FIELDS = (
    "applicationId",
    "account",
    "alias",
    "otpauth",
    "accountMode",
    "marginRatio",
    "openMarginRatio",
    "initialMarginRatio",
    "maintenanceMarginRatio",
    "totalCollateral",
    "freeCollateral",
    "totalAccountValue",
    "referrerID",
    "accountType",
)
_NOTHING_IN = ("totalVaultValue", "totalStakingValue", "totalEarnValue", "totalLaunchpadValue")
_PERMISSIONS = {VIEW: "READ", TRADE: "TRADE", TRANSFER: "WITHDRAWAL"}
_TOKEN_FIELDS = (
    "token",
    "collateral_ratio",
    "margin_factor",
    "collateral",
    "can_collateral",
    "can_short",
    "margin_max_leverage",
    "margin_max_position",
)
_TOKEN_RATES = ("collateralRatio", "marginFactor")
_MARGIN_FACTOR = "0.000000023"
_MOST = 100_000_000_000


@dataclass(frozen=True)
class ListenKey:
    """What opens the private socket of an account until a time in ms."""

    key: str
    expires: int


def info(venue: WooVenue, _fields: Fields, account: Account) -> Any:
    """The leverage is that of spot margin, 0 in futures mode; all value is in trading."""
    facts = account_facts(venue, account)
    return {
        **texts({name: facts[name] for name in _INFO_FIELDS}),
        "positionMode": "HEDGE_MODE" if account.hedge else "ONE_WAY",
        "leverage": facts["leverage"] or 0,
        "totalTradingValue": texts(facts)["totalAccountValue"],
        **dict.fromkeys(_NOTHING_IN, "0"),
    }


def token_config(venue: WooVenue, _fields: Fields, account: Account) -> Any:
    rows = [camel({name: facts[name] for name in _TOKEN_FIELDS}) for facts in token_facts(venue, account)]
    return {"rows": [row | {name: plain(row[name]) for name in _TOKEN_RATES} for row in rows]}


def symbol_config(venue: WooVenue, _fields: Fields, _account: Account) -> Any:
    """Of perpetuals. One name is spelled as in the older generation."""
    rows = [
        {
            "symbol": perp.symbol,
            "margin_factor": _MARGIN_FACTOR,
            "maxLeverage": perp.max_leverage,
            "maxPosition": _MOST,
        }
        for perp in venue.perps()
    ]
    return {"rows": rows}


def set_trading_mode(venue: WooVenue, fields: Fields, account: Account) -> Any:
    change_mode(venue, account, fields.need_choice("tradingMode", ACCOUNT_MODES))


def make_listen_key(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Each one takes the place of the account's last one."""
    fields.need_choice("type", ("WEBSOCKET",))
    text = f"{venue.seed}/{account.name}/listen/{venue.next_number()}"
    made = ListenKey(hashlib.sha256(text.encode()).hexdigest()[:32], venue.now() + LISTEN_KEY_MS)
    account.venue["listen_key"] = made
    return {"authKey": made.key, "expiredTime": made.expires}


def sub_accounts(venue: WooVenue, _fields: Fields, account: Account) -> Any:
    rows = [
        {"applicationId": venue.application_id(sub), "name": sub.name, "createdTime": venue.founded}
        for sub in all_accounts(venue, account)[1:]
    ]
    return {"rows": rows}


def credentials(venue: WooVenue, fields: Fields, _account: Account) -> Any:
    """No key is bound to an address, so `allowedIPs` is absent."""
    rows = [
        {
            "accountName": public_name(venue, venue.engine.account(credential.account)),
            "userId": venue.user_id,
            "apiKey": credential.api_key,
            "permissions": [word for name, word in _PERMISSIONS.items() if name in credential.permissions],
        }
        for credential in venue.credentials.values()
    ]
    chosen, meta = fields.sheet(rows)
    return {"rows": chosen, "meta": meta}


def no_rows(_venue: WooVenue, fields: Fields, _account: Account) -> Any:
    """A history that is always empty: referrals, staking."""
    rows, meta = fields.sheet(NOTHING)
    return {"rows": rows, "meta": meta}
