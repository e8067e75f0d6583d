#!/bin/sh
# How long the collector takes and how big its bundle is: once on a plain host, once on a crowded one. Run as root;
# everything happens in namespaces of its own. Needs iproute2, iptables, python3.
#   sh bench/collector.sh [DEVICES] [NAMESPACES] [CONNECTIONS]      (300 200 200000)
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

inside='
	mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /dev/shm && ip link set lo up || exit 1
	if [ "$3" -gt 0 ]; then
		for i in $(seq "$(($3 / 2))"); do echo "link add name left$i type veth peer name right$i"; done | ip -batch -
		mkdir /run/netns
		for i in $(seq "$4"); do ip netns add "other$i"; done
		iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
		python3 "$1/test/lab/conntrack-fill.py" "$5"
	fi
	started=$(date +%s%N)
	sh "$1/collector/collect.sh" -n 2 -i 1 -o "$2/bundle.tar.gz" >/dev/null
	ended=$(date +%s%N)
	cd "$2" && tar xzf bundle.tar.gz && cd dropcause-*
	awk -F "\t" -v bytes="$(wc -c <../bundle.tar.gz)" -v ms=$(((ended - started) / 1000000)) "
		\$1 == \"capture\" { start[\$2] = \$4 }
		\$1 == \"file\" { end[\$2] = \$9; size[\$2] += \$11; asked[\$2]++; why[\$13]++ }
		\$1 == \"end\" { how = \$4 }
		END {
			printf \"%d ms in all, %d bytes packed, %s\n\", ms, bytes, how
			for (n in start) printf \"  capture %d: %.2f s, %d questions, %d bytes\n\", n, end[n] - start[n], asked[n], size[n]
			for (w in why) if (w ~ /^(too-many|size|limit|timeout)/) printf \"  %s: %d times\n\", w, why[w]
		}" manifest.tsv
'
for crowd in "0 0 0" "${1:-300} ${2:-200} ${3:-200000}"; do
	echo "devices, namespaces, connections: $crowd"
	rm -rf "${work:?}"/*
	# shellcheck disable=SC2086
	unshare --net --uts --mount --pid --fork --mount-proc sh -c "$inside" sh "$here" "$work" $crowd
done
