"""WOO's finer error numbers: each belongs to a general code. https://docs.woox.io/#error-codes"""

from __future__ import annotations

from collections.abc import Mapping

from ..server import Reply
from .wire import INVALID_PARAM, PRICE_FILTER, RESOURCE_NOT_FOUND, refusal

SUBCODES: dict[int, tuple[int, str]] = {
    317136: (INVALID_PARAM, "The quantity of the TP/SL of a quantity bracket can not be edited."),
    317137: (INVALID_PARAM, "The quantity must be edited for both legs."),
    317138: (INVALID_PARAM, "Both legs must have the same quantity."),
    317139: (INVALID_PARAM, "The first leg of a STOP_BRACKET needs a trigger price."),
    317140: (INVALID_PARAM, "A quantity TP/SL needs a quantity."),
    317141: (INVALID_PARAM, "A limit leg of a quantity TP/SL needs a price."),
    317142: (INVALID_PARAM, "A quantity TP/SL may not use CLOSE_POSITION."),
    317143: (INVALID_PARAM, "The legs of a TP/SL must have the same side."),
    317145: (PRICE_FILTER, "The price is below the minimum."),
    317146: (PRICE_FILTER, "The price is above the maximum."),
    317147: (PRICE_FILTER, "The price does not match the tick."),
    317148: (INVALID_PARAM, "The symbol is missing."),
    317150: (INVALID_PARAM, "The trigger price must be greater than {price}."),
    317151: (INVALID_PARAM, "The trigger price must be less than {price}."),
    317152: (INVALID_PARAM, "There is no order {orderId}."),
    317153: (INVALID_PARAM, "There is no child order {orderId}."),
    317155: (INVALID_PARAM, "The symbol {symbol} is not supported."),
    317157: (RESOURCE_NOT_FOUND, "The pair {token}/{quote} is suspended for now."),
    317158: (RESOURCE_NOT_FOUND, "The perpetual of {token} is suspended for now."),
    317162: (INVALID_PARAM, "The parameters are null or zero."),
    317163: (INVALID_PARAM, "The quantity of the TP/SL of a bracket can not be edited."),
    317164: (RESOURCE_NOT_FOUND, "The client order id is not valid."),
    317167: (INVALID_PARAM, "The algo type {algoType} is not supported."),
    317170: (INVALID_PARAM, "The quantity must be greater than the executed quantity."),
    317174: (RESOURCE_NOT_FOUND, "The order is in process."),
    317176: (INVALID_PARAM, "trigger_after must be in the range of 0 to {most}."),
    317177: (INVALID_PARAM, "The order is terminated."),
}


def subrefusal(number: int, detail: Mapping[str, object]) -> Reply:
    """The error reply of a finer number, which stands beside the general code."""
    code, text = SUBCODES[number]
    reply = refusal(code, text.format(**detail))
    reply.body["errorCode"] = number
    return reply
