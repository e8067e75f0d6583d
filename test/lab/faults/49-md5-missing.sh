#!/bin/bash
# The listener requires TCP-MD5 for the peer (BGP style), the peer sends none: SYNs dropped.
. "$(dirname "$0")/../lib.sh"
CAUSE=tcp-auth EXPECT="TcpExt.TCPMD5NotFound:5" TRAFFIC="5 TCP connects"
lab_begin "$0" "${1:-}"; if fault; then bg $S $PKT tcp_server --port 8080 --md5peer $CIP; else bg $S $PKT tcp_server --port 8080; fi; wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 5 --hold 2
lab_after
