#!/bin/bash
# The peer sends 1500-byte frames, this host's link has MTU 1400 (no router, no PMTU): frames are dropped at the receiving device.
. "$(dirname "$0")/../lib.sh"
CAUSE=oversize-frames EXPECT="dev.eth0.rx_dropped:20" TRAFFIC="50 UDP datagrams of 1450 bytes (DF)"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300; PEER=1
fault && in_ns $S ip link set eth0 mtu 1300
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 50 --size 1450; sleep 0.2
lab_after
