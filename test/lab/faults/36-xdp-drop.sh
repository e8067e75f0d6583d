#!/bin/bash
# An XDP program (native mode on veth) returns XDP_DROP for every frame.
. "$(dirname "$0")/../lib.sh"
CAUSE=xdp-drops EXPECT="ethtool.eth0.rx_queue_0_xdp_drops:50" TRAFFIC="100 UDP datagrams"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
A=drop; fault || A=pass
bg $S $PKT xdp --dev eth0 --act $A --mode native; wait_log 'attach err 0'
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 100; sleep 0.2
lab_after
