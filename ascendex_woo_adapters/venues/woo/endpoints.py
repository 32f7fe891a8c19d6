"""The implicit API of ``woo``: both generations stay callable, whichever the unified methods use."""

from ascendex_woo_adapters.venues.woo.v1.endpoints import V1Endpoints
from ascendex_woo_adapters.venues.woo.v3.endpoints import V3Endpoints


class WooEndpoints(V1Endpoints, V3Endpoints):
    """Every endpoint of WOO X."""
