# Runs in the guest: the collector in several states of the kernel, and the list of modules before and after.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
loaded() { cut -d ' ' -f 1 /proc/modules | sort; }
failures=0

# collected STATE: nothing may be loaded by a run of the collector.
collected() {
	loaded >/tmp/before
	dash /collect.sh -n 2 -i 1 -o /tmp/bundle.tar.gz >/tmp/said 2>&1 || failures=$((failures + 1))
	loaded >/tmp/after
	if cmp -s /tmp/before /tmp/after; then
		echo "ok: $1: $(wc -l </tmp/before) modules before and after"
	else
		failures=$((failures + 1))
		echo "FAILED: $1: loaded $(diff /tmp/before /tmp/after | sed -n 's/^+\([^+]\)/\1/p' | tr '\n' ' ')"
	fi
	rm -rf /tmp/dropcause-*
	(cd /tmp && tar xzf bundle.tar.gz)
	manifest=$(ls /tmp/dropcause-*/manifest.tsv)
	grep -q "^end.*complete" "$manifest" || { failures=$((failures + 1)) && echo "FAILED: $1: no whole bundle: $(cat /tmp/said)"; }
	echo "note: $1: $(awk -F '\t' '$1 == "file" && $13 ~ /^(no-module|none)/ { print $5 ": " $13 }' "$manifest" | sort -u | tr '\n' ';')"
}
# asked ORIGIN: that was asked in the run before, and answered.
asked() {
	awk -F '\t' -v origin="$1" '$1 == "file" && $5 == origin && $10 == "0" { found = 1 } END { exit !found }' "$manifest" ||
		{ failures=$((failures + 1)) && echo "FAILED: $1 was not asked"; }
}

ip link set lo up
collected 'fresh kernel'

nft add table inet filter && nft add chain inet filter input '{ type filter hook input priority 0 ; }' &&
	nft add rule inet filter input tcp dport 99 counter drop
collected 'nft rules'
asked 'nft list ruleset'

iptables-legacy -A INPUT -p tcp --dport 99 -j DROP
collected 'legacy iptables rules'
asked 'iptables-legacy-save -c'

iptables-nft -A INPUT -p tcp --dport 98 -j DROP
iptables-nft -A INPUT -m comment --comment x -j DROP
collected 'iptables rules by nft'
asked 'iptables-save -c'

ip netns add other 2>/dev/null && ip -n other link set lo up
modprobe nf_conntrack
collected 'conntrack without its netlink, another network namespace'

# That these commands do load modules shows that the check can fail.
loaded >/tmp/before
ss -ltnu >/dev/null
conntrack -S >/dev/null 2>&1
loaded >/tmp/after
if cmp -s /tmp/before /tmp/after; then
	failures=$((failures + 1))
	echo 'FAILED: ss and conntrack loaded nothing: this kernel proves nothing'
else
	echo "ok: unguarded, ss and conntrack load $(diff /tmp/before /tmp/after | sed -n 's/^+\([^+]\)/\1/p' | tr '\n' ' ')"
fi
collected 'everything loaded'
asked 'ss -ltnmep'
asked 'conntrack -S'

[ "$failures" != 0 ] || echo passed
