#!/bin/bash
# Thousands of tiny out-of-order segments into an 8 kB receive buffer: collapse, prune, drops.
. "$(dirname "$0")/../lib.sh"
CAUSE=rcvbuf-prune EXPECT="TcpExt.PruneCalled:10" TRAFFIC="600 one-byte segments"
lab_begin "$0" "${1:-}"
in_ns $S ip neigh replace 10.77.0.9 lladdr "$(in_ns $C cat /sys/class/net/eth0/address)" dev eth0
bg $S $PKT tcp_server --port 8080 --rcvbuf 4096; wait_listen $S t 8080
G=--ooo; fault || G=--good
lab_before
in_ns $C $PKT prune --src 10.77.0.9 --dst $SIP --port 8080 --n 600 $G; sleep 0.3
lab_after
