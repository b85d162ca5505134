# SPDX-License-Identifier: GPL-3.0-or-later
"""A small internet of network namespaces, gone with the process that made it.

    net ──────────── a bridge, nothing else
     ├─ ada          10.77.0.1   can be dialled
     ├─ router-ben   10.77.0.2   ── ben   192.168.1.2   behind its NAT
     └─ router-cas   10.77.0.3   ── cas   192.168.2.2   behind its NAT

The routers masquerade what goes out and let nothing in that was not asked for (nftables), as routers at home do. Everything
lives in a mount and network namespace of this process's own: the machine around it sees no interface, rule or name of it.
"""
import ctypes
import os
import subprocess

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000

FIREWALL = """
table ip home {
	chain out {
		type nat hook postrouting priority srcnat;
		oifname "wan" masquerade
	}
	chain through {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
		iifname "lan" oifname "wan" accept
	}
}
"""


class NotAllowed(Exception):
    """This machine lets us make no namespaces."""


def run(*command, **how):
    return subprocess.run(command, check=True, capture_output=True, text=True, **how)


def leave_the_machine():
    """Puts this process into namespaces of its own; as a user other than root by way of a user namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWNS | CLONE_NEWNET | (CLONE_NEWUSER if uid != 0 else 0)
    if libc.unshare(flags) != 0:
        raise NotAllowed("unshare: " + os.strerror(ctypes.get_errno()))
    if uid != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    if libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        raise NotAllowed("mount: " + os.strerror(ctypes.get_errno()))
    for command in (["mount", "-t", "tmpfs", "tmpfs", "/run"], ["mkdir", "/run/netns"], ["ip", "link", "set", "lo", "up"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise NotAllowed(" ".join(command) + ": " + done.stderr.strip())


def inside(place, *command):
    """The command line that runs a command in one of the namespaces."""
    return ["ip", "netns", "exec", place, *command]


def cable(left, left_name, left_address, right, right_name, right_address=None):
    run("ip", "link", "add", left_name, "netns", left, "type", "veth", "peer", "name", right_name, "netns", right)
    for place, name, address in ((left, left_name, left_address), (right, right_name, right_address)):
        if address:
            run("ip", "-n", place, "address", "add", address, "dev", name)
        run("ip", "-n", place, "link", "set", name, "up")


def build():
    """Makes the town. NotAllowed when this machine does not let us."""
    leave_the_machine()
    try:
        for place in ("net", "ada", "router-ben", "ben", "router-cas", "cas"):
            run("ip", "netns", "add", place)
            run("ip", "-n", place, "link", "set", "lo", "up")
        run("ip", "-n", "net", "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", "net", "link", "set", "bridge", "up")
        for place, address in (("ada", "10.77.0.1/24"), ("router-ben", "10.77.0.2/24"), ("router-cas", "10.77.0.3/24")):
            cable(place, "wan", address, "net", place)
            run("ip", "-n", "net", "link", "set", place, "master", "bridge")
        for number, place in ((1, "ben"), (2, "cas")):
            cable("router-" + place, "lan", f"192.168.{number}.1/24", place, "eth", f"192.168.{number}.2/24")
            run("ip", "-n", place, "route", "add", "default", "via", f"192.168.{number}.1")
            run(*inside("router-" + place, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"))
            run(*inside("router-" + place, "nft", "-f", "-"), input=FIREWALL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotAllowed(f"{error} {getattr(error, 'stderr', '') or ''}".strip()) from error
