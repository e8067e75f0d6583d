#!/bin/bash
# SYNs that reuse the 4-tuple of a TIME_WAIT socket with an OLDER timestamp (what clients behind one NAT do): rejected.
. "$(dirname "$0")/../lib.sh"
CAUSE=syn-to-time-wait-reuse EXPECT="TcpExt.PAWSTimewait:10" TRAFFIC="10 connections closed by the server, then 3 SYNs each on the same 4-tuple"
lab_begin "$0" "${1:-}"
in_ns $S ip neigh replace 10.77.0.9 lladdr "$(in_ns $C cat /sys/class/net/eth0/address)" dev eth0
bg $S $PKT tcp_server --port 8080 --close; wait_listen $S t 8080
G=--old; fault || G=--good
lab_before
in_ns $C $PKT paws_tw --src 10.77.0.9 --dst $SIP --port 8080 --n 10 $G; sleep 0.2
lab_after
