# Common part of the fault scripts. bash, root.  faults/NN-name.sh [fault|control]
# Topology: two network namespaces, S (the observed host) and C (its peer), joined by one veth pair; both ends are
# called eth0.   S eth0 10.77.0.2/24     C eth0 10.77.0.1/24
# Everything runs in mount, network, UTS and PID namespaces of its own: the host is called web-1, its process list holds the
# lab's processes only, its kernel log starts with the fault, and all of it is gone when the script ends.
# IPv6 is off in the lab's namespaces so that neighbour discovery cannot move counters.
# Output (OUT, default captures/NAME): capture-1.tar.gz and capture-2.tar.gz by our collector, peer-1 and peer-2 where
# PEER is set, and moved.json: what an independent witness saw the kernel count, and whether EXPECT held.
set -u
LAB=${LAB:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
COLLECTOR=${COLLECTOR:-$LAB/../../collector/collect.sh}
CAPROOT=${CAPROOT:-$LAB/captures}
SIP=10.77.0.2; CIP=10.77.0.1
PIDS=""; HOSTNS=""; PEERNS=""
# The tools run from /run/lab, so that no path of the machine gets into a process list.
PYTHON=$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || command -v python3)
PKT="$PYTHON /run/lab/packets.py"

die() { echo "lab: $*" >&2; exit 2; }
fault() { [ "$MODE" = fault ]; }
in_ns() { local ns=$1; shift; ip netns exec "$ns" "$@"; }
# sysctl inside one namespace: sy NS key=value ...
sy() { local ns=$1; shift; in_ns "$ns" sysctl -q -w "$@"; }
# background process in a namespace, ended at teardown
bg() { local ns=$1; shift; BGN=$((BGN+1)); ip netns exec "$ns" "$@" >"$TMPD/bg.$BGN.log" 2>&1 & LASTPID=$!; PIDS="$PIDS $LASTPID"; }
kill_bg() { kill "$1" 2>/dev/null; wait "$1" 2>/dev/null; PIDS=${PIDS/ $1/}; }
mkns() { ip netns add "$1" || die "netns add $1"
  in_ns "$1" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 2>/dev/null
  in_ns "$1" ip link set lo up; eval "$1=$1"; }
# mklink NSA IFA CIDRA NSB IFB CIDRB; a neighbour is not probed again while a slow collector works
mklink() { ip link add "$2" netns "$1" type veth peer name "$5" netns "$4" || die "veth"
  in_ns "$1" ip link set "$2" up; in_ns "$4" ip link set "$5" up
  sy "$1" "net.ipv4.neigh.$2.delay_first_probe_time=120"; sy "$4" "net.ipv4.neigh.$5.delay_first_probe_time=120"
  [ "$3" = - ] || in_ns "$1" ip addr add "$3" dev "$2"; [ "$6" = - ] || in_ns "$4" ip addr add "$6" dev "$5"; }
warm() { in_ns "$1" ping -q -c1 -W2 -i0.2 "$2" >/dev/null || true; }
wait_listen() { # NS proto(t|u) port
  local i; for i in $(seq 100); do in_ns "$1" ss -Hln$2 "sport = :$3" | grep -q . && return 0; sleep 0.05; done; die "no listener on $3"; }
wait_log() { # TEXT [LOG]: what the last background process prints when it is ready
  local i log=${2:-$TMPD/bg.$BGN.log}; for i in $(seq 200); do grep -q "$1" "$log" 2>/dev/null && return 0; sleep 0.05; done; die "no '$1' in $log"; }

# Re-executes the script once inside namespaces of its own; there, makes the host anonymous.
isolate() { # script mode
  if [ -z "${LAB_T0:-}" ]; then
    LAB_T0=$(cut -d' ' -f1 /proc/uptime) exec unshare --mount --uts --net --pid --fork --kill-child --mount-proc bash "$1" "${2:-}"
  fi
  hostname web-1
  mount -t tmpfs none /run || die "tmpfs"
  mkdir -p /run/netns /run/lab
  cp "$LAB"/*.py /run/lab/
  echo 0123456789abcdef0123456789abcdef >/run/lab/machine-id
  [ ! -f /etc/machine-id ] || mount --bind /run/lab/machine-id /etc/machine-id
  echo web-1 >/run/lab/hostname; [ ! -f /etc/hostname ] || mount --bind /run/lab/hostname /etc/hostname
  echo 'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro quiet' >/run/lab/cmdline; mount --bind /run/lab/cmdline /proc/cmdline
  # The kernel log is one for the whole machine: only what was logged since the lab began belongs to this host.
  REAL_DMESG=$(command -v dmesg)
  cat >/run/lab/dmesg <<SH
#!/bin/sh
$REAL_DMESG "\$@" | awk -v t0=$LAB_T0 'match(\$0, /\[ *[0-9]+\.[0-9]+\]/) { if (substr(\$0, RSTART + 1, RLENGTH - 2) + 0 >= t0) print; next } /T/ { print }'
SH
  chmod +x /run/lab/dmesg; PATH=/run/lab:$PATH; export PATH; }

lab_begin() { # script mode: makes S, C and the link unless TOPO=none
  NAME=$(basename "$1" .sh); MODE=${2:-fault}; case $MODE in fault|control) ;; *) die "mode fault|control";; esac
  [ "$(id -u)" = 0 ] || die "needs root"
  isolate "$1" "$MODE"
  BGN=0; TMPD=$(mktemp -d /run/lab/tmp.XXXXXX); trap lab_teardown EXIT; trap 'exit 130' INT TERM
  OUT=${OUT:-$CAPROOT/$NAME}; fault || [ "${OUT%-control}" != "$OUT" ] || OUT=$OUT-control
  rm -rf "$OUT"; mkdir -p "$OUT"
  if [ "${TOPO:-pair}" = pair ]; then
    mkns S; mkns C; mklink "$S" eth0 $SIP/24 "$C" eth0 $CIP/24
    HOSTNS=$S; PEERNS=$C; warm "$C" $SIP; warm "$S" $CIP
  fi; }
lab_teardown() { local p; for p in $PIDS; do kill -9 "$p" 2>/dev/null; done; }

# Collector and witness read the same counters: before the traffic the witness comes last, after it first.
collect() { in_ns "$1" sh "$COLLECTOR" -o - >"$OUT/$2.tar.gz" 2>"$TMPD/collect.log" || die "collector: $(cat "$TMPD/collect.log")"; }
witness() { in_ns "$1" bash "$LAB/witness.sh" "$2"; }
lab_before() { collect "$HOSTNS" capture-1; [ -z "${PEER:-}" ] || collect "$PEERNS" peer-1; witness "$HOSTNS" "$TMPD/before"; [ -z "${PEER:-}" ] || witness "$PEERNS" "$TMPD/peer/before"; }
lab_after() { witness "$HOSTNS" "$TMPD/after"; [ -z "${PEER:-}" ] || witness "$PEERNS" "$TMPD/peer/after"
  collect "$HOSTNS" capture-2; [ -z "${PEER:-}" ] || collect "$PEERNS" peer-2
  ${SCRIPT_ASSERT:+env SCRIPT_ASSERT=$SCRIPT_ASSERT} $PYTHON "$LAB/witness.py" "$TMPD" --name "$NAME" --mode "$MODE" --cause "$CAUSE" --traffic "${TRAFFIC:-}" --expect "${EXPECT:-}" --json "$OUT/moved.json"; }
