#!/bin/bash
# The application stops reading: the receive window closes (observed host: the receiver; TCPToZeroWindowAdv also moves in the healthy control, so the sender probes are asserted).
. "$(dirname "$0")/../lib.sh"
CAUSE=zero-window EXPECT="peer/TcpExt.TCPWinProbe:2" TRAFFIC="TCP upload of 8 MB to a server that never reads"
lab_begin "$0" "${1:-}"; PEER=1
if fault; then bg $S $PKT tcp_server --port 8080 --rcvbuf 16384 --noread; else bg $S $PKT tcp_server --port 8080; fi
wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_send --dst $SIP --port 8080 --bytes 8000000 --timeout 3
lab_after
