"""WOO X's sockets: the legacy generation, https://docs.woox.io/#websocket-api-v2."""
