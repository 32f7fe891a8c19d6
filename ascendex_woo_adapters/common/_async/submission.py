"""Asking the venue for an order whose reply was lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ccxt.base.errors import BaseError, OrderNotFound

from ascendex_woo_adapters.common.aio import Colour
from ascendex_woo_adapters.common.submission import (
    ENOUGH_LOOK_UPS,
    may_have_been_placed,
    never_arrived,
    state_unknown,
)

#: When to look, as parts of the time that is allowed: soon, and again while the order may be under way.
LOOK_UPS_AT = (0.02, 0.06, 0.15, 0.3, 0.6, 1.0)


class Submission(Colour):
    """Placements whose outcome is told truthfully.

    ``options['findLostOrders']`` switches it off; ``options['findLostOrdersTimeout']`` bounds it, in
    milliseconds.
    """

    async def _settle(
        self,
        error: BaseError,
        look_up: Callable[[], Any],
        is_it: Callable[[Any], bool | None],
        client_order_id: str,
        order_id: str | None = None,
        outcome: str = "placed",
    ) -> Any:
        """The order of a placement or edit that ended in ``error``, or the error with what is known.

        ``look_up`` asks the venue for the order by its id; ``is_it`` says whether the order found is that
        of the request, or None if it cannot say. If it is, it is returned as if nothing had happened. If
        the venue says repeatedly that there is none, the same error is raised and says so. Otherwise the
        error raised is an ``OrderStateUnknown`` besides. Nothing is ever placed again.
        """
        if not may_have_been_placed(error) or not self.options["findLostOrders"]:
            raise error
        allowed = self.options["findLostOrdersTimeout"] / 1000
        begun = time.monotonic()
        missing = 0
        for asked, part in enumerate(LOOK_UPS_AT):
            # over time, as on a busy machine, a venue that knows of no order is still asked often enough
            if time.monotonic() - begun > allowed and (missing < asked or missing >= ENOUGH_LOOK_UPS):
                break
            await self.sleep(max(part * allowed - (time.monotonic() - begun), 0) * 1000)
            try:
                order = await look_up()
            except OrderNotFound:
                missing += 1
            except BaseError:
                missing = 0  # what was said before is old: the venue has to say it again
            else:
                found = is_it(order)
                if found:
                    order["clientOrderId"] = order["clientOrderId"] or client_order_id
                    return order
                missing = 0 if found is None else missing + 1
        if missing >= ENOUGH_LOOK_UPS:
            raise never_arrived(error, client_order_id, order_id, outcome) from error
        raise state_unknown(error, client_order_id, order_id) from error
