#!/bin/bash
# Connects to a closed port: resets sent by the host, AttemptFails at the client (captured as peer).
. "$(dirname "$0")/../lib.sh"
CAUSE=reset-by-closed-port EXPECT="Tcp.OutRsts:20 peer/Tcp.AttemptFails:20" TRAFFIC="20 TCP connects to port 8081"
lab_begin "$0" "${1:-}"; PEER=1; fault || { bg $S $PKT tcp_server --port 8081; wait_listen $S t 8081; }
lab_before
in_ns $C $PKT tcp_connect --dst $SIP --port 8081 --n 20 --hold 1 --gap 0.005
lab_after
