#!/bin/bash
# Frames of an unknown EtherType and LLDP: rx_dropped rises although nothing is wrong (BENIGN).
. "$(dirname "$0")/../lib.sh"
CAUSE=unhandled-protocol EXPECT="dev.eth0.rx_dropped:50" TRAFFIC="50 frames EtherType 0x88b5 + 50 LLDP frames"
lab_begin "$0" "${1:-}"
lab_before
if fault; then in_ns $C $PKT l2 --what ethertype --dst $SIP --src $CIP --n 50; in_ns $C $PKT l2 --what lldp --n 50; else in_ns $C $PKT l2 --what ok --dst $SIP --src $CIP --n 100; fi; sleep 0.2
lab_after
