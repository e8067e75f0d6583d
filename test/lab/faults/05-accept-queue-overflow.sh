#!/bin/bash
# listen(backlog 2) and the application never calls accept(): the accept queue overflows.
. "$(dirname "$0")/../lib.sh"
CAUSE=accept-queue-overflow EXPECT="TcpExt.ListenOverflows:5 TcpExt.ListenDrops:5" TRAFFIC="20 TCP connects at once, held 4 s"
lab_begin "$0" "${1:-}"
if fault; then bg $S $PKT tcp_server --port 8080 --backlog 2 --noaccept; else bg $S $PKT tcp_server --port 8080 --backlog 128; fi
wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 20 --hold 4
lab_after
