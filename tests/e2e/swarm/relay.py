#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""relay.py LEFT RIGHT DELAY_MS LOSS_PERCENT SEED: carries Ethernet frames between two interfaces, late and not all of them.

What netem would do, without needing it in the kernel. Both interfaces lie in the network namespace that this runs in. It prints
"ready" once it carries, and ends with its standard input.
"""
import collections
import random
import select
import socket
import sys
import time

PACKET_OUTGOING = 4
QUEUE_MAX = 4096  # frames a direction; what comes then is lost, as in any router


def open_raw(name):
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    raw.bind((name, 0))
    raw.setblocking(False)
    return raw


def take(source, queue, delay_s, loss, chance):
    """Frames that came from the far end of the cable into the queue, with the time when they are due."""
    while True:
        try:
            frame, where = source.recvfrom(65536)
        except BlockingIOError:
            return
        if where[2] != PACKET_OUTGOING and chance.random() >= loss and len(queue) < QUEUE_MAX:
            queue.append((time.monotonic() + delay_s, frame))


def give(sink, queue):
    now = time.monotonic()
    while queue and queue[0][0] <= now:
        try:
            sink.send(queue[0][1])
        except OSError:
            pass  # the interface is down: the frame is lost
        queue.popleft()


def main():
    left, right = open_raw(sys.argv[1]), open_raw(sys.argv[2])
    delay_s, loss, chance = float(sys.argv[3]) / 1000, float(sys.argv[4]) / 100, random.Random(int(sys.argv[5]))
    ways = [(left, right, collections.deque()), (right, left, collections.deque())]
    print("ready", flush=True)
    while True:
        due = min((queue[0][0] for _, _, queue in ways if queue), default=time.monotonic() + 1)
        there = select.select([left, right, sys.stdin], [], [], max(0, due - time.monotonic()))[0]
        if sys.stdin in there:
            return
        for source, sink, queue in ways:
            if source in there:
                take(source, queue, delay_s, loss, chance)
            give(sink, queue)


if __name__ == "__main__":
    main()
