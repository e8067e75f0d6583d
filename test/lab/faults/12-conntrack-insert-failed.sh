#!/bin/bash
# Two packets of the same new TCP flow are both unconfirmed (held together in an NFQUEUE) when the first is confirmed:
# the second cannot be inserted (insert_failed, drop). The same race as parallel DNS queries behind NAT.
. "$(dirname "$0")/../lib.sh"
CAUSE=conntrack-insert-failed EXPECT="ct.insert_failed:10 ct.drop:10" TRAFFIC="20 TCP SYNs, each sent twice at once"
lab_begin "$0" "${1:-}"
in_ns $S ip neigh replace 10.77.0.9 lladdr "$(in_ns $C cat /sys/class/net/eth0/address)" dev eth0
in_ns $S iptables-legacy -A INPUT -m conntrack --ctstate NEW,ESTABLISHED -p tcp --dport 80 -j ACCEPT
bg $S $PKT tcp_server --port 8080; wait_listen $S t 8080
bg $S $PKT nfq --hold 40 --t 100; wait_log ready
fault && in_ns $S iptables-legacy -t mangle -A INPUT -p tcp --dport 8080 -j NFQUEUE --queue-num 0
lab_before
in_ns $C $PKT syn_pairs --src 10.77.0.9 --dst $SIP --port 8080 --n 20; sleep 1
lab_after
