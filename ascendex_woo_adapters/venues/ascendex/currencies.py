"""Currencies: the assets with their chains, and what of them backs futures positions.

https://ascendex.github.io/ascendex-pro-api/#list-all-assets and
https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-collateral-asset-info
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.structures import as_float
from ascendex_woo_adapters.common.templates import bounds, currency, network, step_of_decimals
from ascendex_woo_adapters.venues.ascendex.enums import NETWORKS_BY_ID, TRADABLE
from ascendex_woo_adapters.venues.ascendex.markets import Markets


class Currencies(Markets):
    """Builders and parsers of assets."""

    def _fetch_assets_request(self, params: dict[str, Any]) -> Call:
        return Call("v2_public_get_assets", dict(params))

    def _fetch_collaterals_request(self, params: dict[str, Any]) -> Call:
        return Call("v2_public_get_futures_collateral", dict(params))

    def _parse_currencies(self, assets: Any, collaterals: Any) -> Any:
        """The currencies of both lists; rows without a name are none."""
        merged: dict[str, dict[str, Any]] = {}
        for kind, key, reply in (("asset", "assetCode", assets), ("collateral", "asset", collaterals)):
            for row in self._rows(reply):
                if row.get(key):
                    merged.setdefault(str(row[key]), {"asset": None, "collateral": None})[kind] = row
        return self.parse_currencies(list(merged.values()))

    def parse_currency(self, rawCurrency: Any) -> Any:
        """A currency of ``{'asset': row or None, 'collateral': row or None}``.

        It is active if it is usable as collateral or, being none, if a network is open.
        """
        asset, collateral = rawCurrency.get("asset") or {}, rawCurrency.get("collateral") or {}
        currency_id = str(collateral.get("asset") or asset["assetCode"])
        step = step_of_decimals(asset.get("nativeScale"))
        networks = {}
        for chain in asset.get("blockChain") or ():
            one = self._network(chain, step)
            networks[one["network"]] = one
        result = currency(
            currency_id,
            self.safe_currency_code(currency_id),
            name=collateral.get("assetName") or asset.get("assetName"),
            active=collateral.get("statusCode") == TRADABLE
            if collateral
            else any(one["active"] for one in networks.values()),
            precision=step if step is not None else step_of_decimals(asset.get("precisionScale")),
            networks=networks,
            info=rawCurrency,
        )
        if not asset and not result["active"]:  # a reward token: nothing but collateral, it cannot be moved
            result["deposit"] = result["withdraw"] = False
            result["type"] = "other"
        least = [one["limits"]["deposit"]["min"] for one in networks.values()]
        result["limits"]["deposit"] = bounds(min((one for one in least if one is not None), default=None))
        return result

    def _network(self, chain: Any, step: float | None) -> dict[str, Any]:
        name = str(chain.get("chainName") or "")
        least = chain.get("minWithdrawal")
        one = network(
            name,
            NETWORKS_BY_ID.get(name, name),
            deposit=_flag(chain.get("allowDeposit")),
            withdraw=_flag(chain.get("allowWithdraw")),
            fee=as_float(chain.get("withdrawFee")),
            precision=step,
            least=as_float(chain.get("minWithdrawalAmt") if least is None else least),
            info=chain,
        )
        one["limits"]["deposit"] = bounds(as_float(chain.get("minDepositAmt")))
        return one

    def parse_deposit_withdraw_fee(self, fee: Any, currency: Any = None) -> Any:
        """What a withdrawal costs on each chain; deposits are free."""
        result: Any = self.deposit_withdraw_fee(fee)
        for chain in fee.get("blockChain") or ():
            one = self._network(chain, None)
            result["networks"][one["network"]] = {
                "withdraw": {"fee": one["fee"], "percentage": False},
                "deposit": {"fee": None, "percentage": None},
            }
        return self.assign_default_deposit_withdraw_fees(result, currency)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
