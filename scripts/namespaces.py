#!/usr/bin/env python3
"""Six nodes in six network namespaces: five find each other by multicast DNS, the sixth links through a slow, lossy proxy.
The network is cut in halves for a minute while both halves take observations, and healed. Needs root and iproute2; nothing
leaves the namespaces. Usage: scripts/namespaces.py path/to/stratum [seconds of the cut]
"""
import hashlib, json, os, random, re, shutil, socket, subprocess, sys, tempfile, threading, time

STRATUM = os.path.abspath(sys.argv[1])
CUT_SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
NODES = 6
ROOT = tempfile.mkdtemp(prefix="stratum-namespaces-")
PREFIX = f"st{os.getpid() % 10000}"
processes = []


def run(*command, check=True, netns=None, data=None):
    if netns is not None:
        command = ("ip", "netns", "exec", f"{PREFIX}n{netns}") + command
    return subprocess.run(command, check=check, capture_output=True, text=True, input=data).stdout


def build_network():
    # Two switches in a namespace of their own, nodes 1-3 at one and 4-6 at the other, one cable between them.
    run("ip", "netns", "add", f"{PREFIX}n0")
    for switch in ("br1", "br2"):
        run("ip", "link", "add", switch, "type", "bridge", "mcast_snooping", "0", netns=0)
        run("ip", "link", "set", switch, "up", netns=0)
    run("ip", "link", "add", "cable1", "type", "veth", "peer", "name", "cable2", netns=0)
    for number in (1, 2):
        run("ip", "link", "set", f"cable{number}", "master", f"br{number}", netns=0)
        run("ip", "link", "set", f"cable{number}", "up", netns=0)
    for number in range(1, NODES + 1):
        run("ip", "netns", "add", f"{PREFIX}n{number}")
        run("ip", "link", "add", f"port{number}", "type", "veth", "peer", "name", "eth0", "netns", f"{PREFIX}n{number}", netns=0)
        run("ip", "link", "set", f"port{number}", "master", "br1" if number <= 3 else "br2", netns=0)
        run("ip", "link", "set", f"port{number}", "up", netns=0)
        run("ip", "addr", "add", f"10.77.0.{number}/24", "dev", "eth0", netns=number)
        run("ip", "link", "set", "lo", "up", netns=number)
        run("ip", "link", "set", "eth0", "up", netns=number)
        run("ip", "route", "add", "224.0.0.0/4", "dev", "eth0", netns=number)


def proxy(seed):
    """In the namespace of node 6: 127.0.0.1:9900 to node 4, 40 kB/s, and a tenth of the pieces comes 400 ms late."""
    code = f"""
import random, socket, threading, time
random.seed({seed})
def pump(a, b):
    try:
        while True:
            data = a.recv(2048)
            if not data: break
            time.sleep(len(data) / 40000 + 0.04 + (0.4 if random.random() < 0.1 else 0))
            b.sendall(data)
    except OSError:
        pass
    for one in (a, b):
        try: one.shutdown(socket.SHUT_RDWR)
        except OSError: pass
listener = socket.create_server(("127.0.0.1", 9900))
while True:
    near, _ = listener.accept()
    try:
        far = socket.create_connection(("10.77.0.4", 9001), timeout=5)
        far.settimeout(None)
    except OSError:
        near.close(); continue
    for pair in ((near, far), (far, near)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
"""
    processes.append(subprocess.Popen(["ip", "netns", "exec", f"{PREFIX}n6", sys.executable, "-c", code]))


def start_node(number):
    folder = os.path.join(ROOT, f"node{number}")
    os.mkdir(folder)
    discovery = "mdns = true" if number < 6 else 'mdns = false\npeer_exchange = false\ninitial_peers = ["127.0.0.1:9900"]'
    with open(os.path.join(folder, "stratum.toml"), "w") as file:
        file.write(f"""
[node]
keypair_path = "node.key"
storage_path = "store"
[network]
api_listen = "127.0.0.1:8080"
ingest_listen = "127.0.0.1:8081"
mesh_listen = "10.77.0.{number}:9001"
heartbeat_listen = "10.77.0.{number}:9002"
transport = "tcp"
network_id = "namespaces"
{discovery}
""")
    config = os.path.join(folder, "stratum.toml")
    run(STRATUM, "init", "--config", config, netns=number)
    log = open(os.path.join(folder, "log"), "w")
    processes.append(subprocess.Popen(
        ["ip", "netns", "exec", f"{PREFIX}n{number}", STRATUM, "start", "--config", config], stdout=log, stderr=subprocess.STDOUT))


def get(number, path):
    return run("curl", "-s", "--max-time", "20", f"http://127.0.0.1:8080{path}", netns=number, check=False)


def post(number, values):
    now = int(time.time())
    body = json.dumps([{"device_id": f"station-{number}", "reading_type": "counter", "unit": "1", "value": value, "timestamp": now} for value in values])
    answer = run("curl", "-s", "--max-time", "20", "-H", "content-type: application/json", "-d", "@-", "http://127.0.0.1:8081/ingest", netns=number, data=body)
    return json.loads(answer)["accepted"]


def held(number):
    ids = sorted(re.findall(r'"content_id":"([0-9a-f]{64})"', get(number, "/export?format=ndjson&duplicates=all") or ""))
    return len(ids), hashlib.sha256("".join(ids).encode()).hexdigest()[:12]


def wait_equal(total, seconds, what):
    started = time.time()
    while True:
        states = [held(number) for number in range(1, NODES + 1)]
        if len(set(states)) == 1 and states[0][0] == total:
            print(f"{what}: all {NODES} stores equal, {total} observations, after {time.time() - started:.0f} s")
            return True
        if time.time() - started > seconds:
            print(f"{what}: NOT equal after {seconds} s: {states}, {total} expected")
            return False
        time.sleep(1)


def main():
    build_network()
    proxy(seed=1)
    for number in range(1, NODES + 1):
        start_node(number)
    deadline = time.time() + 60
    while time.time() < deadline:
        try:
            up = [json.loads(get(number, "/status"))["mesh"]["peers_up"] for number in range(1, NODES + 1)]
        except ValueError:
            up = [0]
        if min(up) >= 1 and sum(up[:5]) >= 20:
            break
        time.sleep(1)
    print(f"links up: {up} (nodes 1 to 5 found each other by multicast DNS alone)")
    total = sum(post(number, range(20)) for number in range(1, NODES + 1))
    ok = wait_equal(total, 60, "before the cut")
    run("ip", "link", "set", "cable1", "down", netns=0)
    print(f"cut in halves for {CUT_SECONDS} s")
    started, value = time.time(), 1000
    while time.time() - started < CUT_SECONDS:
        for number in range(1, NODES + 1):
            total += post(number, [value])
            value += 1
        time.sleep(1)
    states = [held(number) for number in range(1, NODES + 1)]
    print(f"at the end of the cut: {[count for count, _ in states]} of {total}; partition " +
          ", ".join(json.loads(get(number, "/status"))["partition"]["state"] for number in range(1, NODES + 1)))
    ok &= len(set(states)) > 1
    run("ip", "link", "set", "cable1", "up", netns=0)
    ok &= wait_equal(total, 180, "healed (two periods of reconciliation are 120 s)")
    print("states in the logs:")
    for number in range(1, NODES + 1):
        for line in open(os.path.join(ROOT, f"node{number}", "log")):
            if "Partition state" in line:
                print(f"  node {number}: {line.strip()}")
    return ok


try:
    result = main()
finally:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
    for number in range(NODES + 1):
        run("ip", "netns", "del", f"{PREFIX}n{number}", check=False)
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(0 if result else 1)
