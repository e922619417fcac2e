#!/usr/bin/env bash
# A MariaDB server of the tests' own: own data, socket and free port, gone afterwards.
#   mariadb_server.sh start FOLDER [SERVER OPTION…]   makes FOLDER if it is not there, starts, waits; FOLDER/url says where
#   mariadb_server.sh stop FOLDER [--keep]            stops it and, without --keep, removes FOLDER
#   mariadb_server.sh restart FOLDER [SERVER OPTION…]   whatever an earlier run left there is removed first
#   mariadb_server.sh kill FOLDER                     SIGKILL; start goes on with the same data and port
# User "furusato", password "furusato"; schema "furusato", and every schema named furusato_….
set -euo pipefail

action=${1:?start, restart, stop or kill} folder=${2:?folder}
shift 2

client() { mariadb --no-defaults --socket="$folder/socket" --user=root "$@"; }

make_data() {
    # A starting server removes every temporary table in its tmpdir: two must not share one. --force: also where no name is known.
    mkdir -p "$folder/tmp"
    chmod 700 "$folder"
    mariadb-install-db --no-defaults --force --datadir="$folder/data" --tmpdir="$folder/tmp" --auth-root-authentication-method=normal \
        --skip-test-db >"$folder/install.log" 2>&1 || { cat "$folder/install.log" >&2; exit 1; }
    "$(dirname "${BASH_SOURCE[0]}")/free_ports.py" >"$folder/port"
}

start() {
    [[ -d $folder/data ]] || make_data
    local port user=()
    port=$(<"$folder/port")
    ((EUID == 0)) && user=(--user=root)
    mariadbd --no-defaults "${user[@]}" --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/socket" --pid-file="$folder/pid" \
        --port="$port" --bind-address=127.0.0.1 --skip-log-bin --innodb-buffer-pool-size=256M --innodb-log-file-size=256M \
        --max-connections=200 --lc-messages=en_US "$@" </dev/null >"$folder/server.log" 2>&1 &
    for _ in $(seq 600); do
        if client -e "SELECT 1" >/dev/null 2>&1; then
            client -e "CREATE SCHEMA IF NOT EXISTS furusato CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
                CREATE USER IF NOT EXISTS furusato@'127.0.0.1' IDENTIFIED BY 'furusato';
                GRANT ALL ON furusato.* TO furusato@'127.0.0.1';
                GRANT ALL ON \`furusato\\_%\`.* TO furusato@'127.0.0.1';"
            echo "mysql://furusato:furusato@127.0.0.1:$port/furusato" >"$folder/url"
            cat "$folder/url"
            return
        fi
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    tail -n 30 "$folder/server.log" >&2
    exit 1
}

# A process that has ended stays in the table until its parent asks for it (state Z).
is_running() { [[ -e /proc/$1/stat && $(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || echo Z) != Z ]]; }

wait_for_end() {
    local pid=$1
    for _ in $(seq 600); do
        is_running "$pid" || return 0
        sleep 0.1
    done
    kill -KILL "$pid"
}

stop() {
    if [[ -f $folder/pid ]]; then
        local pid
        pid=$(<"$folder/pid")
        kill "$pid" 2>/dev/null && wait_for_end "$pid"
    fi
    [[ ${1:-} == --keep ]] || rm -rf "$folder"
}

case "$action" in
    start) start "$@" ;;
    restart) stop; start "$@" ;;
    stop) stop "$@" ;;
    kill)
        pid=$(<"$folder/pid")
        kill -KILL "$pid"
        wait_for_end "$pid"
        rm -f "$folder/pid"
        ;;
    *) echo "mariadb_server.sh: unknown action $action" >&2; exit 2 ;;
esac
