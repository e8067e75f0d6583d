#!/bin/bash
# Sends to a neighbour on the own subnet that does not exist: ARP fails (EHOSTUNREACH).
. "$(dirname "$0")/../lib.sh"
CAUSE=neighbour-unresolved EXPECT='cmd/ip-neigh~10.77.0.77.*FAILED' TRAFFIC="20 UDP sends to 10.77.0.77"
lab_begin "$0" "${1:-}"; fault || in_ns $C ip addr add 10.77.0.77/24 dev eth0
lab_before
in_ns $S $PKT udp_send --dst 10.77.0.77 --port 5300 --n 20 --gap 0.01; sleep 4
lab_after
