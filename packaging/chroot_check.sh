#!/usr/bin/env bash
# Runs the two README commands in a bare Debian 12 (minbase and git, nothing else) and prints the minutes of each.
#   packaging/chroot_check.sh                 a clone of HEAD: install-deps.sh, quickstart.sh --no-serve twice, test.sh twice
#   packaging/chroot_check.sh --dirty         the files as they lie here instead of HEAD
#   packaging/chroot_check.sh --only STEP     one of: deps, quickstart, test (may be given several times)
#   packaging/chroot_check.sh --keep          keep the Debian tree afterwards and say where it is
# Needs root. The Debian tree is made in $TMPDIR (about 3 GB with all test packages).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dirty=0 keep=0 steps=()
while (($#)); do
    case "$1" in
        --dirty) dirty=1 ;;
        --keep) keep=1 ;;
        --only) steps+=("${2:?"--only needs a step"}"); shift ;;
        -h | --help) sed -n '2,7s/^# \{0,1\}//p' packaging/chroot_check.sh; exit 0 ;;
        *) echo "chroot_check.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done
((${#steps[@]})) || steps=(deps quickstart test)
((EUID == 0)) || { echo "chroot_check.sh: needs root" >&2; exit 1; }

as_minutes() { printf '%d.%d' $(($1 / 60)) $(($1 % 60 / 6)); }

if ! command -v mmdebstrap >/dev/null; then
    apt-get -q update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends mmdebstrap >/dev/null
fi

root=$(mktemp -d --tmpdir furusato-chroot.XXXXXX)
chmod 755 "$root"
clean_up() { if ((keep)); then echo "Kept: $root"; else rm -rf --one-file-system "$root"; fi; }
trap clean_up EXIT

# The package sources and transport settings of this machine, so that the check works wherever apt does.
shopt -s nullglob
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [[ -s $file ]] && sources+=("$file")
done
options=()
while read -r option; do options+=(--aptopt="$option"); done < <(apt-config dump --format '%F "%v";%n' Acquire | grep -E '^Acquire::(Check-|http|https|Retries)' || true)

started=$SECONDS
mmdebstrap --quiet --variant=minbase --include=git "${options[@]}" bookworm "$root" "${sources[@]}"
cp /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root"/var/lib/apt/lists/*
echo "bare Debian 12 with $(chroot "$root" dpkg-query -W | wc -l) packages: $(as_minutes $((SECONDS - started))) minutes"

# inside COMMAND: in the Debian tree, with its own mounts and processes, which end with it
inside() {
    # shellcheck disable=SC2016
    unshare --mount --pid --fork bash -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
        exec chroot "$0" env -i HOME=/var/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true bash -c "$1"' "$root" "$1"
}

checkout=/srv/furusato
if ((dirty)); then
    mkdir -p "$root$checkout"
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do [[ -e $file ]] && printf '%s\0' "$file"; done |
        tar --null -T - -cf - | tar -xf - -C "$root$checkout" --no-same-owner
    inside "cd $checkout && git init -q && git add -A && git -c user.name=check -c user.email=check@example.com commit -q -m 'files as they lie'"
else
    git bundle create --quiet "$root/srv/furusato.bundle" HEAD
    inside "git clone -q /srv/furusato.bundle $checkout"
fi

failures=0
# timed NAME COMMAND
timed() {
    local name=$1 result=0 start=$SECONDS
    printf '\n#### %s\n' "$name"
    inside "cd $checkout && $2" </dev/null || result=$?
    printf '#### %s: exit code %d, %s minutes (%d s)\n' "$name" "$result" "$(as_minutes $((SECONDS - start)))" $((SECONDS - start))
    ((result == 0)) || failures=$((failures + 1))
}

for step in "${steps[@]}"; do
    case "$step" in
        deps) timed "install-deps.sh" "packaging/install-deps.sh"; timed "install-deps.sh again" "packaging/install-deps.sh" ;;
        quickstart) timed "quickstart.sh --no-serve" "packaging/quickstart.sh --no-serve"; timed "quickstart.sh again" "packaging/quickstart.sh --no-serve" ;;
        test) timed "test.sh" "packaging/test.sh"; timed "test.sh again" "packaging/test.sh" ;;
        *) echo "chroot_check.sh: unknown step $step" >&2; exit 2 ;;
    esac
done
((failures == 0)) || { echo "$failures steps failed"; exit 1; }
