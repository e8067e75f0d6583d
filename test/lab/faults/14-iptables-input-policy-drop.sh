#!/bin/bash
# INPUT policy DROP, only ssh allowed: all else is dropped by the policy.
. "$(dirname "$0")/../lib.sh"
CAUSE=firewall-policy-drop EXPECT='iptl[policy*:5' TRAFFIC="10 TCP connects + 50 UDP datagrams"
lab_begin "$0" "${1:-}"
bg $S $PKT tcp_server --port 8080; bg $S $PKT udp_sink --port 5300; wait_listen $S t 8080; wait_listen $S u 5300
in_ns $S iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT
fault && in_ns $S iptables-legacy -P INPUT DROP
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 10 --hold 2; in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 50
lab_after
