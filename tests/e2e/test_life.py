#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of one kiemd: ready at once, refused where it cannot run, ended in time, whole after a crash, read again on SIGHUP,
and what it tells the service manager."""
import os
import re
import signal
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import BOARD, PATIENCE_S, SLOW, check, posts, same, town, until


def refused(node, *words, home=None):
    """Runs kiemd where it should refuse: (status, its one sentence)."""
    env = {**node.env, **({"KIEM_HOME": home} if home else {})}
    done = subprocess.run([node.town.kiemd, *words], env=env, capture_output=True, text=True, timeout=PATIENCE_S)
    return done.returncode, done.stderr


def refusals(place):
    ada = place.node("ada").init()
    status, said = refused(ada, home=os.path.join(place.folder, "nowhere"))
    check("without a home it says how to make one", status == 66 and "kiem init" in said and said.count("\n") == 1, status, said)
    check("and leaves nothing behind", not os.path.exists(os.path.join(place.folder, "nowhere")))
    ada.configure("[node]\nlinks_max = 1000\n")
    status, said = refused(ada)
    check("wrong configuration names file, line and allowed values",
          status == 78 and "kiem.conf:2:" in said and "from 1 to 64" in said, status, said)
    ada.configure("")
    ada.start()
    status, said = refused(ada, "--listen", "tcp://127.0.0.1:0")
    check("a second daemon on one home is refused", status == 75 and str(ada.daemon.pid) in said, status, said)
    ben = place.node("ben").init(None)
    status, said = refused(ben, "--listen", ada.endpoint)
    check("an address in use is refused with a sentence", status == 69 and ada.endpoint in said, status, said)
    status, said = refused(ben, "--listen", "ipc:///tmp/x")
    check("what is no endpoint is refused", status == 64, status, said)
    check("the first daemon is still there", ada.status()["ok"])
    os.unlink(os.path.join(ben.home, "identity.key"))
    ben.start(listen="none")
    check("a node without an identity runs", ben.status()["ok"])
    ben.stop()
    return ada


def quick(ada):
    ada.stop()
    started = time.monotonic()
    ada.start()
    took = (time.monotonic() - started) * 1000
    check(f"ready within 100 ms ({took:.0f} ms)", took < 100 * SLOW)
    mode = os.stat(os.path.join(ada.home, "run", "control")).st_mode & 0o777
    check("the control socket is for its owner alone", mode == 0o600, oct(mode))
    check("SIGINT ends it too", ada.stop(signal.SIGINT) < 2 * SLOW)
    check("the socket is gone after an orderly end", not os.path.exists(os.path.join(ada.home, "run", "control")))


def acknowledged(ada, ben):
    """Ada notes what ben said to have kept; ben is killed between two of her posts."""
    until("ada has noted what ben holds", ada.held)
    before = ada.held()
    made = [ada.post("initiative", "De eerste")]
    made += [ada.post("note", made[0], "--text", f"Bericht {i}") for i in range(30)]
    ben.stop(signal.SIGKILL)
    made += [ada.post("note", made[0], "--text", f"Na de klap {i}") for i in range(5)]
    until("ada has noted some of her new posts", lambda: ada.held() - before)
    kept = ben.ids()
    check("whatever ben acknowledged before the crash is there", ada.held() & set(made) <= kept, ada.held() - kept)
    check("and what came after it is not", not set(made[-5:]) & (kept | ada.held()))
    ben.start(listen="none")
    until("after it the rest comes once more", lambda: set(made) <= ben.ids())


def crash(place, ada):
    """What was acknowledged is there after SIGKILL; a lock and a socket left behind do not matter."""
    ada.start()
    ben = place.node("cas").init()
    ben.follow_link(ada)
    ben.start(listen="none")
    until("linked", ben.linked)
    bundle = place.bundle(3000, seed=7)
    ada.kiem("import", "-", data=bundle)
    until("some posts are on their way", lambda: ben.status()["posts"] > 200)
    ben.stop(signal.SIGKILL)
    check("after a crash what was kept reads as it was", set(posts(bundle)) & ben.ids())
    ben.start(listen="none")
    until("after it the rest comes", lambda: same(ada, ben) and set(posts(bundle)) <= ben.ids())
    acknowledged(ada, ben)
    ada.stop(signal.SIGKILL)
    ada.start(listen=ada.endpoint)
    until("the neighbour comes back by itself after the other's crash", ben.linked)
    check("stopping in the middle takes less than two seconds", ben.stop() < 2 * SLOW)
    ada.kiem("import", "-", data=place.bundle(6000, seed=8))
    ben.start(listen="none")
    until("catching up", lambda: ben.status()["posts"] > 3300)
    took = ben.stop()
    check(f"stopping while catching up takes less than two seconds ({took:.2f} s)", took < 2 * SLOW)


def reload(ada):
    ada.configure("[log]\nlevel = debug\n[node]\nname = Zaal Oost\nlinks_max = 9\n")
    ada.daemon.send_signal(signal.SIGHUP)
    until("SIGHUP: a new name holds at once", lambda: ada.status()["name"] == "Zaal Oost")
    until("what cannot change is said", lambda: "CONFIG-LATER key=links_max" in ada.log())
    ada.configure("[log]\nlevel = loud\n")
    ada.daemon.send_signal(signal.SIGHUP)
    until("a wrong file is refused", lambda: "CONFIG-REFUSED" in ada.log() and "kiem.conf:2:" in ada.log())
    check("and nothing changed", ada.status()["name"] == "Zaal Oost")
    ada.configure("")
    ada.stop()


def manager(place, ada):
    """The service manager's side of sd_notify."""
    path = os.path.join(place.folder, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(10 * SLOW)
        ada.start(env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "400000"}, ready=False)
        heard = []

        def hear(wanted):
            while not any(wanted in message for message in heard):
                heard.append(listener.recv(4096).decode())
            return True

        check("READY=1 when it is", hear("READY=1"))
        ada.wait_ready()
        check("WATCHDOG=1 in time", hear("WATCHDOG=1"))
        ada.daemon.send_signal(signal.SIGHUP)
        check("RELOADING=1 with the time", hear("RELOADING=1\nMONOTONIC_USEC="))
        ada.daemon.send_signal(signal.SIGTERM)
        check("STOPPING=1 at the end", hear("STOPPING=1"))
        check("and ends well", ada.daemon.wait(5 * SLOW) == 0)
        ada.daemon.stdout.close()
        ada.daemon = None


def main():
    with town() as place:
        ada = refusals(place)
        quick(ada)
        crash(place, ada)
        reload(ada)
        manager(place, ada)
        check("no secrets and no content in the log",
              not re.search(r"Uit de bundel|[0-9a-f]{64}", open(ada.log_path, encoding="utf-8").read()))


if __name__ == "__main__":
    main()
