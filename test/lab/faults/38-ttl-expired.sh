#!/bin/bash
# A router (observed host) gets packets with TTL 1: InHdrErrors, ICMP time exceeded.
. "$(dirname "$0")/../lib.sh"
CAUSE=ip-header-errors EXPECT="Ip.InHdrErrors:40 IcmpMsg.OutType11:1" TRAFFIC="50 UDP datagrams through the router"
TOPO=none lab_begin "$0" "${1:-}"; mkns S; mkns R; mkns C; HOSTNS=$R PEERNS=$C
mklink $C eth0 10.77.1.1/24 $R eth0 10.77.1.254/24; mklink $R eth1 10.77.2.254/24 $S eth0 10.77.2.2/24
in_ns $C ip route add default via 10.77.1.254; in_ns $S ip route add default via 10.77.2.254; sy $R net.ipv4.ip_forward=1; warm $C 10.77.2.2
T=1; fault || T=64
lab_before
in_ns $C $PKT udp_send --dst 10.77.2.2 --port 5300 --n 50 --ttl $T
lab_after
