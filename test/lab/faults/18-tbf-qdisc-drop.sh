#!/bin/bash
# A token bucket (tbf 2 Mbit/s, limit 20 kB) on the host's egress drops bursts. Observed host: the sender.
. "$(dirname "$0")/../lib.sh"
CAUSE=qdisc-drops EXPECT="qdisc.eth0.tbf.dropped:100" TRAFFIC="500 UDP datagrams of 1000 bytes in a burst"
lab_begin "$0" "${1:-}"; HOSTNS=$C PEERNS=$S
bg $S $PKT udp_sink --port 5300; wait_listen $S u 5300
L="2mbit burst 5k limit 20k"; fault || L="1gbit burst 1m limit 10m"
in_ns $C tc qdisc add dev eth0 root tbf rate $L
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 5300 --n 500 --size 1000 --gap 0.0002; sleep 0.5
lab_after
