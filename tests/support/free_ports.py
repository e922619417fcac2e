#!/usr/bin/env python3
"""Ports for servers of the tests' own: prints as many as asked for (one), each on a line.

From below the range that outgoing connections take theirs from: a server that is killed and started again must find its port free.
"""
import random
import socket
import sys

FIRST, LAST = 12000, 31000


def free_ports(count):
    """Different ones: all are held until the last is found."""
    held = []
    try:
        while len(held) < count:
            attempt = socket.socket()
            try:
                attempt.bind(("127.0.0.1", random.randint(FIRST, LAST)))
                held.append(attempt)
            except OSError:
                attempt.close()
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


if __name__ == "__main__":
    print(*free_ports(int(sys.argv[1]) if len(sys.argv) > 1 else 1), sep="\n")
