#!/usr/bin/env bash
# Installs the Debian 12 packages that this project needs and that are missing; nothing else.
#   packaging/install-deps.sh            to build and run
#   packaging/install-deps.sh --test     also to test and measure
set -euo pipefail

# Receipts take characters that the first font lacks from the second. GoogleTest is here because the build files
# describe the tests too, even when only the program is built.
packages=(
    g++ cmake ninja-build pkg-config ccache
    libpoco-dev libssl-dev libsqlite3-dev zlib1g-dev libmysqlcppconn-dev libicu-dev nlohmann-json3-dev libcli11-dev
    libharfbuzz-dev libpango1.0-dev libcairo2-dev libfontconfig-dev fonts-ipamj-mincho fonts-noto-cjk libxlsxwriter-dev
    libgtest-dev
)
# mariadb-server and not its core alone: it holds the scripts by which one Galera node copies another.
test_packages=(git openssl sqlite3 mariadb-server galera-4 rsync poppler-utils qpdf python3 python3-reportlab clang-format clang-tidy)

for argument in "$@"; do
    case "$argument" in
        --test) packages+=("${test_packages[@]}") ;;
        -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "install-deps.sh: unknown option $argument (known: --test)" >&2; exit 2 ;;
    esac
done

if ! command -v dpkg-query >/dev/null; then
    echo "install-deps.sh: this is no Debian system. Install the counterparts of: ${packages[*]}" >&2
    exit 1
fi
installed=" $({ dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true; } | sed -n 's/^installed //p' | tr '\n' ' ')"
missing=()
for package in "${packages[@]}"; do
    [[ "$installed" == *" $package "* ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    echo "Dependencies: nothing to install."
    exit 0
fi

system=$(. /etc/os-release 2>/dev/null && echo "${ID:-?} ${VERSION_ID:-?}") || system="? ?"
[[ "$system" == "debian 12" ]] || echo "Warning: made for Debian 12, this is ${system}; package names and versions may differ." >&2

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "install-deps.sh: needs root. As root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Dependencies: installing ${missing[*]}"
"${apt[@]}" update >"$log" 2>&1 || { tail -n 5 "$log" >&2; echo "Warning: the package lists could not be updated; trying with those that are here." >&2; }
if ! "${apt[@]}" install --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "install-deps.sh: apt-get install failed; nothing of this project was changed." >&2
    exit 1
fi
echo "Dependencies: installed ${#missing[@]} packages."
