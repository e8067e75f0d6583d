#!/bin/bash
# Many datagrams to closed ports: ICMP replies are rate-limited (global bucket icmp_msgs_per_sec=10/burst 2 and per-host icmp_ratelimit).
. "$(dirname "$0")/../lib.sh"
CAUSE=icmp-rate-limited EXPECT="Icmp.OutRateLimitHost:50" TRAFFIC="200 UDP datagrams to closed ports"
lab_begin "$0" "${1:-}"; fault || sy $S net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=10000
lab_before
in_ns $C $PKT udp_send --dst $SIP --port 6000 --spread --n 200 --gap 0.001
lab_after
