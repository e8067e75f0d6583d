#!/bin/bash
# ipfrag_high_thresh tiny: reassembly queues cannot be created/are dropped (ReasmFails without ReasmTimeout).
. "$(dirname "$0")/../lib.sh"
CAUSE=ip-reassembly-failure EXPECT="Ip.ReasmFails:20" TRAFFIC="50 UDP datagrams of 1992 bytes in two fragments, 50 open at once"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
fault && sy $S net.ipv4.ipfrag_low_thresh=4096 && sy $S net.ipv4.ipfrag_high_thresh=8192
lab_before
in_ns $C $PKT frag2 --src $CIP --dst $SIP --port 5300 --n 50; sleep 0.3
lab_after
