"""A MariaDB server of a test's own, through tests/support/mariadb_server.sh.

    server = MariadbServer(folder)         not started yet; the folder is the server's
    server.start("--read-only")            with options of the server; again after kill() or stop(keep=True)
    url = server.new_schema("truth")       an empty schema furusato_truth_1; mysql://… for --database
    server.root("SET GLOBAL read_only = 1")
"""
import os
import re
import subprocess
import urllib.parse

from ledger import ROOT

SCRIPT = os.path.join(ROOT, "tests", "support", "mariadb_server.sh")

# Unlike the script's own user its name and password are no words of the program, so that they can be looked for in its texts.
USER, PASSWORD = "kakari", "Kaki-no-Ki/5713"


class MariadbServer:
    def __init__(self, folder):
        self.folder = folder
        self._schemas = 0

    def start(self, *options):
        self._script("start", *options)
        with open(os.path.join(self.folder, "port"), encoding="ascii") as stream:
            self.port = int(stream.read())
        self.root("CREATE USER IF NOT EXISTS {0}@'%' IDENTIFIED BY '{1}'; GRANT ALL ON `furusato\\_%`.* TO {0}@'%'".format(USER, PASSWORD))

    def stop(self, keep=False):
        self._script("stop", *(["--keep"] if keep else []))

    def kill(self):
        self._script("kill")

    def is_running(self):
        """One that ran out of disk or memory may have ended itself."""
        return subprocess.run(self._client("SELECT 1"), stdin=subprocess.DEVNULL, capture_output=True).returncode == 0

    def root(self, sql):
        """Runs statements as root through the socket; gives the answer's rows as lists of texts."""
        answer = subprocess.run(self._client(sql), check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        return [line.split("\t") for line in answer.stdout.decode("utf-8").splitlines()]

    def new_schema(self, name, **options):
        """Makes an empty schema; gives its URL."""
        self._schemas += 1
        schema = "furusato_%s_%d" % (re.sub("[^0-9a-z]+", "_", name.lower())[:40], self._schemas)
        self.root("CREATE SCHEMA %s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" % schema)
        return self.url(schema, **options)

    def url(self, schema, user=USER, password=PASSWORD, hosts=None, **options):
        """hosts: a list of name:port; options as in the URL (patience_seconds=1)."""
        return "mysql://%s:%s@%s/%s%s" % (user, urllib.parse.quote(password, safe=""), ",".join(hosts or [self.host()]), schema,
                                          "?" + urllib.parse.urlencode(options) if options else "")

    def host(self, name="127.0.0.1"):
        return "%s:%d" % (name, self.port)

    def _client(self, sql):
        return ["mariadb", "--no-defaults", "--socket=" + os.path.join(self.folder, "socket"), "--user=root", "--batch", "--skip-column-names",
                "--execute=" + sql]

    def _script(self, action, *options):
        done = subprocess.run([SCRIPT, action, self.folder, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise AssertionError("mariadb_server.sh %s: exit %d\n%s" % (action, done.returncode, done.stderr.decode("utf-8", "replace")))


def schema_of(url):
    return urllib.parse.urlsplit(url).path[1:]
