#!/bin/bash
# TCP_DEFER_ACCEPT listener, clients that connect and send nothing: TCPDeferAcceptDrop, handshake "established" only at the client.
. "$(dirname "$0")/../lib.sh"
CAUSE=defer-accept-drop EXPECT="TcpExt.TCPDeferAcceptDrop:5" TRAFFIC="10 TCP connects without data"
lab_begin "$0" "${1:-}"; if fault; then bg $S $PKT tcp_server --port 8080 --defer 10; else bg $S $PKT tcp_server --port 8080; fi; wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 10 --hold 2
lab_after
