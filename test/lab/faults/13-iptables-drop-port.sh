#!/bin/bash
# iptables (legacy backend) rule drops the service port.
. "$(dirname "$0")/../lib.sh"
CAUSE=firewall-drop-rule EXPECT='iptl*8080*DROP*:5' TRAFFIC="10 TCP connects to port 8080, waiting 3 s"
lab_begin "$0" "${1:-}"
bg $S $PKT tcp_server --port 8080; wait_listen $S t 8080
in_ns $S iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT
fault && in_ns $S iptables-legacy -A INPUT -p tcp --dport 8080 -j DROP
fault || in_ns $S iptables-legacy -A INPUT -p tcp --dport 8080 -j ACCEPT
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 10 --hold 3
lab_after
