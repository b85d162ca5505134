# SPDX-License-Identifier: GPL-3.0-or-later
"""Two halves of a park in network namespaces, joined by one cable that is slow, loses frames, and can be cut.

    n0 … n9 ── bridge "west" ── relay ── bridge "east" ── n10 … n19        10.77.0.1 … 10.77.0.20

Everything lives in a mount and network namespace of this process's own, as in ../nat/town.py.
"""
import array
import fcntl
import os
import socket
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "nat"))
from town import NotAllowed, cable, inside, leave_the_machine, run

HALVES = ("west", "east")
SIOCETHTOOL = 0x8946
ETHTOOL_OFF = (0x17, 0x1F, 0x24)  # checksums for sending, segmentation by the card, segmentation in general


def address(number):
    return f"10.77.0.{number + 1}"


def half(number, count):
    return HALVES[0] if number < count // 2 else HALVES[1]


def whole_frames(place, name):
    """Frames that a relay reads must be as they would be on a cable: with checksums, and of the cable's size."""
    script = f"import sys; sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r}); import park; park.offload_off({name!r})"
    run(*inside(place, "/usr/bin/python3", "-B", "-c", script))


def offload_off(name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for command in ETHTOOL_OFF:
            value = array.array("B", struct.pack("II", command, 0))
            request = struct.pack("16sP", name.encode(), value.buffer_info()[0]) + bytes(16)
            fcntl.ioctl(any_socket, SIOCETHTOOL, request)


class Park:
    def __init__(self, count, delay_ms, loss_percent, seed):
        """NotAllowed when this machine does not let us."""
        self.count, self.relay = count, None
        leave_the_machine()
        try:
            self.build()
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotAllowed(f"{error} {getattr(error, 'stderr', '') or ''}".strip()) from error
        here = os.path.dirname(os.path.abspath(__file__))
        self.relay = subprocess.Popen(inside("net", "/usr/bin/python3", "-B", os.path.join(here, "relay.py"), "from-west", "from-east",
                                             str(delay_ms), str(loss_percent), str(seed)), stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)
        if self.relay.stdout.readline() != b"ready\n":
            raise NotAllowed("no raw sockets")

    def build(self):
        for place in ("net", *(f"n{i}" for i in range(self.count))):
            run("ip", "netns", "add", place)
            run("ip", "-n", place, "link", "set", "lo", "up")
        for name in HALVES:
            run("ip", "-n", "net", "link", "add", name, "type", "bridge")
            run("ip", "-n", "net", "link", "set", name, "up")
            cable("net", "from-" + name, None, "net", "to-" + name)
            run("ip", "-n", "net", "link", "set", "from-" + name, "up")
            run("ip", "-n", "net", "link", "set", "to-" + name, "master", name)
        for i in range(self.count):
            cable(f"n{i}", "eth", address(i) + "/24", "net", f"port{i}")
            whole_frames(f"n{i}", "eth")
            run("ip", "-n", "net", "link", "set", f"port{i}", "master", half(i, self.count))

    def cut(self):
        """Nothing gets from one half to the other any more; nobody is told."""
        run("ip", "-n", "net", "link", "set", "to-east", "down")

    def heal(self):
        run("ip", "-n", "net", "link", "set", "to-east", "up")

    def end(self):
        if self.relay:
            self.relay.stdin.close()
            self.relay.wait(10)
            self.relay.stdout.close()
