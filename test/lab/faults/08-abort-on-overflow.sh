#!/bin/bash
# tcp_abort_on_overflow=1: the accept queue fills between SYN and final ACK, so the clients get a reset.
. "$(dirname "$0")/../lib.sh"
CAUSE=listen-abort-on-overflow EXPECT="TcpExt.ListenOverflows:5 TcpExt.EmbryonicRsts:5 Tcp.OutRsts:5" TRAFFIC="7 connects that fill the accept queue (backlog 8), then 8 userspace handshakes: all SYNs, then all ACKs"
lab_begin "$0" "${1:-}"
in_ns $S ip neigh replace 10.77.0.9 lladdr "$(in_ns $C cat /sys/class/net/eth0/address)" dev eth0
sy $S net.ipv4.tcp_abort_on_overflow=1
if fault; then bg $S $PKT tcp_server --port 8080 --backlog 8 --noaccept; else bg $S $PKT tcp_server --port 8080 --backlog 8; fi
wait_listen $S t 8080
bg $C $PKT tcp_connect --dst $SIP --port 8080 --n 7 --hold 10; sleep 0.3
lab_before
in_ns $C $PKT handshakes --src 10.77.0.9 --dst $SIP --port 8080 --n 8 --hold 0.5
lab_after
