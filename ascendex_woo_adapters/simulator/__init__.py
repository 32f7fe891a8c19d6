"""WOO X and AscendEX on loopback: both venues' REST and socket protocols over a real matching engine."""

from .clock import ManualClock, SystemClock
from .faults import Fault
from .simulator import Simulator
from .socket_faults import SocketFault

__all__ = ["Fault", "ManualClock", "Simulator", "SocketFault", "SystemClock"]
