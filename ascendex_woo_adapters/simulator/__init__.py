"""WOO X and AscendEX on loopback: both venues' REST and socket protocols over a real matching engine."""

from .faults import Fault
from .simulator import Simulator
from .socket_faults import SocketFault
from .trading.clock import ManualClock, SystemClock

__all__ = ["Fault", "ManualClock", "Simulator", "SocketFault", "SystemClock"]
