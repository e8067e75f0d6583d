#!/bin/bash
# UDP datagrams with a wrong checksum (crafted in a raw socket of the peer).
. "$(dirname "$0")/../lib.sh"
CAUSE=udp-checksum-or-length EXPECT="Udp.InCsumErrors:100 Udp.InErrors:100" TRAFFIC="100 crafted UDP datagrams to an open port"
lab_begin "$0" "${1:-}"
bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
G=--bad; fault || G=--good
lab_before
in_ns $C $PKT udp_bad --src $CIP --dst $SIP --port 5300 --n 100 $G; sleep 0.2
lab_after
