"""WOO X's sockets: what differs between the generations stands in v1/ and v3/."""
