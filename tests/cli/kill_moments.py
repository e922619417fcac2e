"""When to kill a program: random moments spread over the time that it takes.

Other work on the machine makes it faster or slower than measured. So a program that was done before its kill shortens the time, and
more moments follow until enough kills have met it at work.
"""
import os
import random
import signal
import sys
import time

from ledger import Result, checked

SEED = int(os.environ.get("FURUSATO_KILL_SEED") or random.SystemRandom().randrange(1 << 30))


class KillMoments:
    def __init__(self, seconds, count):
        self._random = random.Random(SEED)
        self._seconds = seconds
        self._count = count
        self.hits = 0
        self.wanted = max(1, count // 3)

    def __iter__(self):
        """Seconds after which to kill: one in each of `count` equal stretches, then more while hits are wanted."""
        for at in range(self._count):
            yield (at + self._random.random()) / self._count * self._seconds
        for _ in range(3 * self._count):
            if self.hits >= self.wanted:
                return
            yield self._random.uniform(0.2, 0.9) * self._seconds

    def kill(self, process, seconds):
        """Kills the program after so many seconds; its result if it was done before, else None."""
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        if process.returncode == -signal.SIGKILL:
            return None
        self.too_late(seconds)
        return checked(Result(process.args[1:], process.returncode, out, err))

    def too_late(self, seconds):
        """The work was done before its kill: later moments come earlier."""
        self._seconds = min(self._seconds, seconds)


def print_seed():
    print("FURUSATO_KILL_SEED=%d repeats these moments" % SEED, file=sys.stderr)
