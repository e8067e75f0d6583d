#!/bin/bash
# A router (observed host) with no route for the destination: InNoRoutes, ICMP net unreachable.
. "$(dirname "$0")/../lib.sh"
CAUSE=no-route EXPECT="IpExt.InNoRoutes:40" TRAFFIC="50 UDP datagrams to 172.30.0.1 through the router"
TOPO=none lab_begin "$0" "${1:-}"; mkns S; mkns R; mkns C; HOSTNS=$R PEERNS=$C
mklink $C eth0 10.77.1.1/24 $R eth0 10.77.1.254/24; mklink $R eth1 10.77.2.254/24 $S eth0 10.77.2.2/24
in_ns $C ip route add default via 10.77.1.254; in_ns $S ip route add default via 10.77.2.254; sy $R net.ipv4.ip_forward=1; warm $C 10.77.2.2
in_ns $S ip addr add 172.30.0.1/32 dev lo; fault || in_ns $R ip route add 172.30.0.0/24 via 10.77.2.2
lab_before
in_ns $C $PKT udp_send --dst 172.30.0.1 --port 5300 --n 50
lab_after
