#!/bin/bash
# The same in generic (skb) mode: NO counter moves at all; only "xdpgeneric" in ip link shows it.
. "$(dirname "$0")/../lib.sh"
CAUSE=xdp-drops EXPECT="Udp.InDatagrams<50" TRAFFIC="100 UDP datagrams"
lab_begin "$0" "${1:-}"; bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
A=drop; fault || A=pass
bg $S $PKT xdp --dev eth0 --act $A --mode skb; wait_log 'attach err 0'
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 100; sleep 0.2
lab_after
