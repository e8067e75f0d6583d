#!/bin/bash
# A rate-limit rule (limit 10/s burst 5) drops the rest.
. "$(dirname "$0")/../lib.sh"
CAUSE=firewall-drop-rule EXPECT='iptl*5300*DROP*:50' TRAFFIC="200 UDP datagrams in 0.4 s"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
R=10/s; fault || R=10000/s; B=5; fault || B=1000
in_ns $S iptables-legacy -A INPUT -p udp --dport 5300 -m limit --limit $R --limit-burst $B -j ACCEPT; in_ns $S iptables-legacy -A INPUT -p udp --dport 5300 -j DROP
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 200 --gap 0.001
lab_after
