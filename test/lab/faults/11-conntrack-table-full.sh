#!/bin/bash
# conntrack table filled to nf_conntrack_max (read-only in a namespace: 262144) with ASSURED entries loaded by ctnetlink,
# then new flows: "table full" in dmesg, drop and early_drop counters.
. "$(dirname "$0")/../lib.sh"
CAUSE=conntrack-table-full EXPECT="ct.drop:50 dmesg~table.full" TRAFFIC="200 UDP datagrams, each a new flow"
lab_begin "$0" "${1:-}"
in_ns $S iptables-legacy -A INPUT -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT
bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
MAX=$(in_ns $S cat /proc/sys/net/netfilter/nf_conntrack_max); [ "$MAX" -le 300000 ] || die "nf_conntrack_max too big: $MAX"
fault && { in_ns $S $PYTHON /run/lab/conntrack-fill.py "$MAX"; echo "count $(in_ns $S cat /proc/sys/net/netfilter/nf_conntrack_count) of $MAX"; }
lab_before
for k in 1 2 3 4; do in_ns $C bash -c "for p in \$(seq $((20000+k*100)) $((20049+k*100))); do echo x >/dev/udp/$SIP/5300; done"; done
lab_after
