#!/bin/bash
# Connection tracking begins when connections are open, and may not pick them up: their ACKs are INVALID, a rule drops them, TCP sends again.
. "$(dirname "$0")/../lib.sh"
CAUSE=conntrack-invalid EXPECT='iptl*INVALID*DROP*:20 Tcp.RetransSegs:20' TRAFFIC="20 open connections, the server sends on each of them"
lab_begin "$0" "${1:-}"
# Sent again every second for as long as the collector takes, instead of ever more rarely (since Linux 6.15).
sy "$S" net.ipv4.tcp_rto_max_ms=1000 net.ipv4.tcp_retries2=255 2>/dev/null
bg $S $PKT tcp_server --port 8080 --trickle 0.1; wait_listen $S t 8080
bg $C $PKT tcp_connect --dst $SIP --port 8080 --n 20 --hold 60; sleep 1
in_ns $S iptables-legacy -A INPUT -p tcp --dport 8080 -m conntrack --ctstate INVALID -j DROP
fault && sy $S net.netfilter.nf_conntrack_tcp_loose=0
lab_before
sleep 4
lab_after
