"""WOO X: both generations' endpoints and sockets over one engine."""
