#!/bin/bash
# A UDP application that never reads, with a small SO_RCVBUF: datagrams overflow its receive buffer.
. "$(dirname "$0")/../lib.sh"
CAUSE=udp-rcvbuf-full EXPECT="Udp.RcvbufErrors:500 Udp.InErrors:500 udpsock.drops:500" TRAFFIC="1000 UDP datagrams of 500 bytes to port 5300"
lab_begin "$0" "${1:-}"
if fault; then bg $S $PKT udp_sink --port 5300 --rcvbuf 8192 --noread; else bg $S $PKT udp_sink --port 5300; fi
wait_listen $S u 5300
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 1000 --size 500 --gap 0.0005
lab_after
