"""Accounts, deposits, withdrawals, transfers and the ledger: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import ArgumentsRequired, BadRequest
from ccxt.base.types import (
    Account,
    DepositAddress,
    Int,
    LedgerEntry,
    Str,
    Strings,
    Transaction,
    TransferEntry,
)

from ascendex_woo_adapters.common.aio import gather
from ascendex_woo_adapters.venues.woo._async.lists import Lists
from ascendex_woo_adapters.venues.woo.tokens import network_of_token
from ascendex_woo_adapters.venues.woo.wallet_intents import plain_amount, select_network, withdrawal


class Wallet(Lists):
    """Moving money in, out and between accounts.

    Implicit methods only, for ccxt has no name: cancelling a withdrawal
    (``v1_private_delete_asset_withdraw``), assets and IP restrictions of sub-accounts, buying power,
    loan to value, staking yields, referrals, the permissions of API keys.
    """

    async def fetch_accounts(self, params: Any = {}) -> list[Account]:
        """The own account and its sub-accounts; the ids are what ``transfer`` takes.

        For keys of a main account only.

        V3: GET /v3/account/info and /v3/account/subAccounts/all,
        https://developer.woox.io/api-reference/endpoint/account/sub_accounts
        v1: GET /v3/accountinfo and /v1/sub_account/all, https://docs.woox.io/#get-subaccounts
        """
        generation = self._generation()
        calls = generation.accounts_requests(self._own_params(params))
        replies = await gather(*[self._send(call) for call in calls])
        with self._reading(replies):
            return self.parse_accounts(generation.account_rows(self, replies))

    async def fetch_deposit_address(self, code: str, params: Any = {}) -> DepositAddress:
        """The address for deposits of a currency over a network, with its memo as ``tag``.

        ``params``: ``network``; without one it is that of ``options['defaultNetworks']``, or the only one.

        V3: GET /v3/asset/wallet/deposit, https://developer.woox.io/api-reference
        v1: GET /v1/asset/deposit, https://docs.woox.io/#get-deposit-address
        """
        await self.load_markets()
        currency = self.currency(code)
        default = self.options["defaultNetworks"].get(currency["code"])
        network = select_network(self, currency, self._network_name(params), default)
        generation = self._generation()
        call = generation.deposit_address_request(currency, network, self._own_params(params))
        response = await self._send(call)
        with self._reading(response):
            row = generation.deposit_address_row(self, response)
            address: Any = self.parse_deposit_address(row, currency)
        address["network"] = network["network"]
        return address

    async def fetch_deposits(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Transaction]:
        """Deposits: the newest 100, or all from ``since`` on.

        ``params``: ``until`` (ms), ``paginate``, and the venue's ``id``, ``token``, ``status``, and
        ``type`` (BALANCE, COLLATERAL).

        V3: GET /v3/asset/wallet/history,
        https://developer.woox.io/api-reference/endpoint/assets/get_wallet_history
        v1: GET /v1/asset/history, https://docs.woox.io/#get-asset-history
        """
        return await self._transactions("fetchDeposits", "deposit", code, since, limit, params)

    async def fetch_withdrawals(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Transaction]:
        """Withdrawals: the newest 100, or all from ``since`` on; parameters as in ``fetch_deposits``.

        V3: GET /v3/asset/wallet/history,
        https://developer.woox.io/api-reference/endpoint/assets/get_wallet_history
        v1: GET /v1/asset/history, https://docs.woox.io/#get-asset-history
        """
        return await self._transactions("fetchWithdrawals", "withdrawal", code, since, limit, params)

    async def fetch_deposits_withdrawals(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Transaction]:
        """Deposits and withdrawals: the newest 100, or all from ``since`` on.

        Parameters as in ``fetch_deposits``.

        V3: GET /v3/asset/wallet/history,
        https://developer.woox.io/api-reference/endpoint/assets/get_wallet_history
        v1: GET /v1/asset/history, https://docs.woox.io/#get-asset-history
        """
        return await self._transactions("fetchDepositsWithdrawals", None, code, since, limit, params)

    async def withdraw(self, code: str, amount: float, address: str, params: Any = {}) -> Transaction:
        """Withdraw to an address over a named network; it leaves once and is never repeated.

        After a network error ``fetch_withdrawals`` tells whether it left.

        The network has to be named unless the currency has only one. The amount is cut to the
        network's decimals and has to reach its minimum. ``params``: ``network``, ``tag`` (memo;
        required for the currencies of ``options['withdrawTagRequiredCurrencies']``), or in the place
        of the network the venue's ``token`` on it (TRON_USDT), which uses the older endpoint.
        ``internal`` (True) sends to another user of the venue: the address is the user id, which
        ``toUserId`` can also give.

        V3: POST /v3/asset/wallet/withdraw, https://developer.woox.io/api-reference
        v1: POST /v3/asset/withdraw, https://docs.woox.io/#token-withdraw-v3
        v1: POST /v1/asset/withdraw, https://docs.woox.io/#token-withdraw
        v1: POST /v1/asset/internal_withdraw, https://docs.woox.io/#internal-token-withdraw
        """
        if not isinstance(params, dict):
            raise BadRequest(f"{self.id} withdraw() takes the tag in params['tag'], not as an argument")
        await self.load_markets()
        currency = self.currency(code)
        rest = self._own_params(params)
        tag, user = rest.pop("tag", None), rest.pop("toUserId", None)
        if rest.pop("internal", False) or user is not None:
            return await self._withdraw_internally(currency, amount, address, user, params, rest)
        generation = self._generation()
        token = rest.pop("token", None)
        if token is None:
            network = select_network(self, currency, self._network_name(params))
        else:
            named = network_of_token(currency, str(token))
            if named is None or self._network_name(params) is not None:
                raise BadRequest(f"{self.id} withdraw() needs a network, or a token of {code} on one")
            network = named
        wanted = withdrawal(self, currency, amount, address, tag, network, token, rest)
        response = await self._send(generation.withdraw_request(wanted))
        return self._withdrawn(response, currency, wanted.amount, address, tag, network["network"], False)

    async def _withdraw_internally(
        self, currency: Any, amount: Any, address: Any, user: Any, params: Any, rest: Any
    ) -> Transaction:
        named = [str(one) for one in (user, address) if one not in (None, "")]
        if not named:
            raise ArgumentsRequired(f"{self.id} withdraw() inside the venue requires a user id")
        if len(set(named)) > 1 or not named[0].isdigit():
            raise BadRequest(f"{self.id} withdraw() inside the venue takes one user id, not {named}")
        if params.get("tag") or self._network_name(params):
            raise BadRequest(f"{self.id} withdraw() inside the venue has neither network nor tag")
        quantity = plain_amount(self, "withdraw", amount)
        call = self._generation().internal_withdraw_request(currency, named[0], quantity, rest)
        response = await self._send(call)
        return self._withdrawn(response, currency, quantity, named[0], None, None, True)

    async def fetch_deposit_withdraw_fees(self, codes: Strings = None, params: Any = {}) -> Any:
        """Withdrawal fees by currency and network, in units of the currency; deposits are free.

        V3: GET /v3/public/token and /v3/public/tokenNetwork, https://developer.woox.io/api-reference
        v1: GET /v1/public/token and /v1/public/token_network, https://docs.woox.io/#token-network-public
        """
        await self.load_markets()
        wanted = [self.currency(code)["code"] for code in codes or ()]
        currencies = await self.fetch_currencies(self._own_params(params))
        return {code: self._fees_of(one) for code, one in currencies.items() if not wanted or code in wanted}

    async def fetch_deposit_withdraw_fee(self, code: str, params: Any = {}) -> Any:
        """Withdrawal fees of a currency by network, in units of the currency; deposits are free.

        V3: GET /v3/public/token and /v3/public/tokenNetwork, https://developer.woox.io/api-reference
        v1: GET /v1/public/token and /v1/public/token_network, https://docs.woox.io/#token-network-public
        """
        await self.load_markets()
        wanted = self.currency(code)["code"]
        fees = await self.fetch_deposit_withdraw_fees([wanted], params)
        return self._listed_one("fetchDepositWithdrawFee", fees, wanted)

    async def transfer(
        self, code: str, amount: float, fromAccount: str, toAccount: str, params: Any = {}
    ) -> TransferEntry:
        """Move a currency between the main account and its sub-accounts, at once.

        Accounts are application ids, which ``fetch_accounts`` tells.

        V3: POST /v3/asset/transfer, https://developer.woox.io/api-reference
        v1: POST /v1/asset/main_sub_transfer, https://docs.woox.io/#transfer-assets
        """
        for name, account in (("fromAccount", fromAccount), ("toAccount", toAccount)):
            if not isinstance(account, str) or not account.strip():
                raise ArgumentsRequired(f"{self.id} transfer() requires an application id as {name}")
        if fromAccount == toAccount:
            raise BadRequest(f"{self.id} transfer() from an account to itself: {fromAccount}")
        quantity = plain_amount(self, "transfer", amount)
        await self.load_markets()
        currency = self.currency(code)
        generation = self._generation()
        rest = self._own_params(params)
        response = await self._send(
            generation.transfer_request(currency, quantity, fromAccount, toAccount, rest)
        )
        return {
            "info": response,
            "id": generation.transfer_id(response),
            "timestamp": None,
            "datetime": None,
            "currency": currency["code"],
            "amount": float(quantity),
            "fromAccount": fromAccount,
            "toAccount": toAccount,
            "status": "ok",
        }

    async def fetch_transfers(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[TransferEntry]:
        """Transfers between main and sub-accounts: the newest 100, or all from ``since`` on.

        ``params``: ``until`` (ms), ``paginate`` (True without ``since``: all there are).

        V3: GET /v3/asset/transfer/history,
        https://developer.woox.io/api-reference/endpoint/assets/get_transfer_history
        v1: GET /v1/asset/main_sub_transfer_history, https://docs.woox.io/#get-transfer-history
        """
        until, most, rest = self._list_window("fetchTransfers", since, limit, params)
        await self.load_markets()
        currency = None if code is None else self.currency(code)
        generation = self._generation()
        call = generation.transfers_request(since, until, most, rest)
        keep = self._of_currency(currency, until)
        rows = await self._rows(call, generation.transfers_page, since, most, keep)
        with self._reading(rows):
            return self.parse_transfers(rows, currency, since, most)

    async def fetch_ledger(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[LedgerEntry]:
        """Changes of balances: the newest 100, or all from ``since`` on.

        The amount has no sign: ``direction`` is 'in' or 'out'. ``params``: ``until`` (ms),
        ``paginate``, and the venue's ``type`` (FUNDING_FEE, REALIZED_PNL, ...).

        V3: GET /v3/asset/token/history, https://developer.woox.io/api-reference
        v1: GET /v1/client/transaction_history, https://docs.woox.io/#get-token-history
        """
        until, most, rest = self._list_window("fetchLedger", since, limit, params)
        await self.load_markets()
        currency = None if code is None else self.currency(code)
        generation = self._generation()
        call = generation.ledger_request(since, until, most, rest)
        keep = self._of_currency(currency, until)
        # ids are unique within a type at most: realized profits are numbered by their day
        rows = await self._rows(call, generation.ledger_page, since, most, keep)
        with self._reading(rows):
            return self.parse_ledger(rows, currency, since, most)

    # private helpers -----------------------------------------------------------------------------

    async def _transactions(
        self, method: str, kind: str | None, code: Str, since: Int, limit: Int, params: Any
    ) -> list[Transaction]:
        until, most, rest = self._list_window(method, since, limit, params)
        await self.load_markets()
        currency = None if code is None else self.currency(code)
        generation = self._generation()
        call = generation.transactions_request(currency, kind, since, until, most, rest)
        rows = await self._rows(call, generation.transactions_page, since, most, self._until(until))
        with self._reading(rows):
            return self.parse_transactions(rows, currency, since, most)

    def _of_currency(self, currency: Any, until: Int) -> Any:
        """Whether a row is of a currency and not too late; for lists that the venue does not filter."""
        token_of = self._generation().token_of

        def keep(time: int, row: dict[str, Any]) -> bool:
            asked_for = currency is None or token_of(self, row) == currency["code"]
            return asked_for and (until is None or time <= until)

        return keep

    def _withdrawn(
        self,
        response: Any,
        currency: Any,
        amount: str,
        address: str,
        tag: Str,
        network: Str,
        internal: bool,
    ) -> Transaction:
        """A withdrawal that the venue accepted; whatever the reply lacks, it has left."""
        number, timestamp = self._generation().withdrawal_id(response)
        return {
            "info": response,
            "id": number,
            "txid": None,
            "timestamp": timestamp,
            "datetime": self.iso8601(timestamp),
            "network": network,
            "address": address,
            "addressTo": address,
            "addressFrom": None,
            "tag": tag,
            "tagTo": tag,
            "tagFrom": None,
            "type": "withdrawal",
            "amount": float(amount),
            "currency": currency["code"],
            "status": "pending",
            "updated": None,
            "internal": internal,
            "comment": None,
            "fee": None,
        }

    def _fees_of(self, currency: Any) -> dict[str, Any]:
        networks = {
            code: {
                "withdraw": {"fee": network["fee"], "percentage": False},
                "deposit": {"fee": None, "percentage": None},
            }
            for code, network in currency["networks"].items()
        }
        fees = {**self.deposit_withdraw_fee(currency["info"]), "networks": networks}
        return self.assign_default_deposit_withdraw_fees(fees, currency)

    def _network_name(self, params: Any) -> Any:
        """The network as the caller names it; None (as a value, too) where it is not named."""
        given = params.get("network")
        return params.get("networkCode") if given is None else given
