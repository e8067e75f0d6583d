#!/bin/bash
# The peer end goes down and up 5 times: carrier changes.
. "$(dirname "$0")/../lib.sh"
CAUSE=link-flap EXPECT="dev.eth0.carrier_changes:10 dev.eth0.carrier_down_count:5" TRAFFIC="200 UDP datagrams over 2 s"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
lab_before
bg $C $PKT udp_send --dst $SIP --port 5300 --n 200 --gap 0.01
for i in 1 2 3 4 5; do fault && in_ns $C ip link set eth0 down; sleep 0.2; fault && in_ns $C ip link set eth0 up; sleep 0.2; done
lab_after
