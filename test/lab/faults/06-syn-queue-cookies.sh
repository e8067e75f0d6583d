#!/bin/bash
# SYN flood from spoofed addresses, tcp_max_syn_backlog and listen backlog small, tcp_syncookies=1: cookies are sent.
. "$(dirname "$0")/../lib.sh"
CAUSE=syn-backlog-overflow EXPECT="TcpExt.TCPReqQFullDoCookies:50 TcpExt.SyncookiesSent:50" TRAFFIC="300 spoofed SYNs (control: 20 real connects)"
lab_begin "$0" "${1:-}"
sy $S net.ipv4.tcp_syncookies=1 net.ipv4.tcp_max_syn_backlog=16; in_ns $S ip route add 10.99.0.0/16 via $CIP
bg $S $PKT tcp_server --port 8080 --backlog 16; wait_listen $S t 8080
lab_before
if fault; then in_ns $C $PKT syn_flood --dst $SIP --port 8080 --n 300; else in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 20 --hold 1 --gap 0.01; fi
lab_after
