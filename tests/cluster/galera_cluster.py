"""Three MariaDB servers of the test's own that replicate each other with Galera, on loopback and free ports.

    cluster = GaleraCluster(folder)         cluster.start(), later cluster.stop()
    cluster.url("furusato_x", (1, 0, 2))    as --database takes it; the program tries node 1 first
    cluster.nodes[0].signal(SIGKILL)        what is to be survived
    cluster.make_whole()                    three nodes that agree again, whatever was done to them

User "furusato", password "furusato", for every schema named furusato_…
"""
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from free_ports import free_ports  # noqa: E402

PROVIDER = "/usr/lib/galera/libgalera_smm.so"
TOOLS = ("mariadbd", "mariadb", "mariadb-install-db", "wsrep_sst_rsync", "rsync")
START_SECONDS = 60

# Root's rsync would give up its rights on the way and could not write the copy, so that root lends the servers an account.
ACCOUNT = {"user": "mysql", "group": "mysql", "extra_groups": []} if os.geteuid() == 0 else {}

# A settings file and not --no-defaults: the scripts that copy one node's data to another read it too. Commits need not reach the disk
# of one node, because another node has them; this is how clusters are run.
SETTINGS = """[mysqld]
datadir = {folder}/data
tmpdir = {folder}/tmp
socket = {folder}/socket
pid_file = {folder}/pid
log_error = {folder}/server.log
port = {sql}
bind_address = 127.0.0.1
lc_messages = en_US
max_connections = 50
innodb_buffer_pool_size = 128M
innodb_log_file_size = 64M
innodb_flush_log_at_trx_commit = 0
innodb_autoinc_lock_mode = 2
binlog_format = ROW
wsrep_on = ON
wsrep_provider = {provider}
wsrep_cluster_name = furusato_test
wsrep_cluster_address = gcomm://{members}
wsrep_node_name = node{number}
wsrep_node_address = 127.0.0.1
wsrep_sst_method = rsync
wsrep_sst_receive_address = 127.0.0.1:{sst}
wsrep_provider_options = "gmcast.listen_addr=tcp://127.0.0.1:{group}; ist.recv_addr=127.0.0.1:{ist}; gcache.size=32M"
"""

GRANTS = """
CREATE USER furusato@'127.0.0.1' IDENTIFIED BY 'furusato';
GRANT ALL ON `furusato\\_%`.* TO furusato@'127.0.0.1';
"""


def make_folder(path):
    """One that the servers may write into."""
    os.mkdir(path)
    if ACCOUNT:
        shutil.chown(path, ACCOUNT["user"], ACCOUNT["group"])


def wait_until(is_true, seconds, what):
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise AssertionError("not within %d s: %s" % (seconds, what))
        time.sleep(0.05)


class Node:
    """One server: its folder, its ports and its process."""

    def __init__(self, folder, number):
        self.folder = os.path.join(folder, "node%d" % number)
        self.number = number
        self.sql_port, self.group_port, self.ist_port, self.sst_port = free_ports(4)
        self.process = None
        make_folder(self.folder)
        make_folder(os.path.join(self.folder, "tmp"))

    def write_settings(self, members):
        with open(os.path.join(self.folder, "my.cnf"), "w", encoding="utf-8") as stream:
            stream.write(SETTINGS.format(folder=self.folder, number=self.number, provider=PROVIDER, members=members, sql=self.sql_port,
                                         group=self.group_port, ist=self.ist_port, sst=self.sst_port))

    def install(self):
        subprocess.run(["mariadb-install-db", "--no-defaults", "--force", "--datadir=" + os.path.join(self.folder, "data"),
                        "--tmpdir=" + os.path.join(self.folder, "tmp"), "--auth-root-authentication-method=normal", "--skip-test-db"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **ACCOUNT)

    def start_empty(self):
        """It takes everything from the others."""
        data = os.path.join(self.folder, "data")
        shutil.rmtree(data, ignore_errors=True)
        make_folder(data)
        self.start()

    def start(self, *options):
        # A session of its own: an interrupt at the keyboard ends the test, and the test ends the servers.
        self.process = subprocess.Popen(["mariadbd", "--defaults-file=" + os.path.join(self.folder, "my.cnf"), *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        start_new_session=True, cwd=self.folder, **ACCOUNT)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()

    def end(self):
        """Nobody needs its data any more; a stopped process dies of SIGKILL too."""
        if self.is_running():
            self.signal(signal.SIGKILL)

    def sql(self, statement, seconds=10):
        """What root is told, as text; None when the server does not answer."""
        try:
            done = subprocess.run(["mariadb", "--no-defaults", "--socket=" + os.path.join(self.folder, "socket"), "--user=root",
                                   "--batch", "--skip-column-names", "--execute=" + statement],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def standing(self):
        """Part of a cluster of so many nodes, in the view of that number, and up to date; None otherwise."""
        told = self.sql("SHOW STATUS WHERE Variable_name IN "
                        "('wsrep_cluster_size', 'wsrep_cluster_status', 'wsrep_cluster_conf_id', 'wsrep_local_state_comment')")
        words = dict(line.split("\t") for line in (told or "").splitlines())
        if (words.get("wsrep_cluster_status"), words.get("wsrep_local_state_comment")) != ("Primary", "Synced"):
            return None
        return int(words["wsrep_cluster_size"]), int(words["wsrep_cluster_conf_id"])

    def log_end(self):
        path = os.path.join(self.folder, "server.log")
        if not os.path.exists(path):
            return "no log"
        with open(path, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-25:])


class GaleraCluster:
    def __init__(self, folder, size=3):
        os.chmod(folder, 0o711)  # the servers' account has to get through
        self.nodes = [Node(folder, number) for number in range(size)]

    def start(self):
        missing = [tool for tool in TOOLS if shutil.which(tool) is None] + [PROVIDER] * (not os.path.exists(PROVIDER))
        if missing:
            raise AssertionError("missing: %s (Debian packages mariadb-server, galera-4, rsync)" % ", ".join(missing))
        members = ",".join("127.0.0.1:%d" % node.group_port for node in self.nodes)
        for node in self.nodes:
            node.write_settings(members)
        first, others = self.nodes[0], self.nodes[1:]
        first.install()
        first.start("--wsrep-new-cluster")
        self.wait_for([first])
        first.sql(GRANTS)
        for node in others:
            node.start_empty()
        self.wait_for(self.nodes)

    def stop(self):
        for node in self.nodes:
            node.end()

    def wait_for(self, nodes):
        """Until these are the cluster. A node that was stopped still takes itself for a part of the view that the others left."""
        def is_agreed():
            for node in nodes:
                if not node.is_running():
                    raise AssertionError("node %d ended\n%s" % (node.number, node.log_end()))
            standings = {node.standing() for node in nodes}
            return None not in standings and len(standings) == 1 and standings.pop()[0] == len(nodes)

        wait_until(is_agreed, START_SECONDS, "a cluster of %d" % len(nodes))

    def make_whole(self):
        """A node that was killed comes back empty and takes everything from the others."""
        for node in self.nodes:
            if node.is_running():
                node.signal(signal.SIGCONT)
            else:
                node.start_empty()
        self.wait_for(self.nodes)

    def make_schema(self, name):
        if self.nodes[0].sql("CREATE SCHEMA %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" % name) is None:
            raise AssertionError("no schema %s\n%s" % (name, self.nodes[0].log_end()))

    def url(self, schema, order, **options):
        """For a program that tries the nodes in this order."""
        hosts = ",".join("127.0.0.1:%d" % self.nodes[number].sql_port for number in order)
        told = "&".join("%s=%s" % option for option in options.items())
        return "mysql://furusato:furusato@%s/%s%s" % (hosts, schema, "?" + told if told else "")
