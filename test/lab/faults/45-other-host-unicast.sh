#!/bin/bash
# Unicast frames for another MAC (unknown-unicast flooding): rx_otherhost_dropped, not a fault of this host.
. "$(dirname "$0")/../lib.sh"
CAUSE=vlan-or-mac-filter-drop EXPECT="dev.eth0.rx_otherhost(ip-s-s):90" TRAFFIC="100 frames for MAC 02:de:ad:00:be:ef"
lab_begin "$0" "${1:-}"
lab_before
fault && in_ns $C $PKT l2 --what otherhost --dst $SIP --src $CIP --n 100; sleep 0.2
lab_after
