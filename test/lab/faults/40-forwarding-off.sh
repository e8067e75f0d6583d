#!/bin/bash
# A "router" with ip_forward=0: packets for others count as InAddrErrors and vanish.
. "$(dirname "$0")/../lib.sh"
CAUSE=forwarding-disabled EXPECT="Ip.InAddrErrors:40" TRAFFIC="50 UDP datagrams through the router"
TOPO=none lab_begin "$0" "${1:-}"; mkns S; mkns R; mkns C; HOSTNS=$R PEERNS=$C
mklink $C eth0 10.77.1.1/24 $R eth0 10.77.1.254/24; mklink $R eth1 10.77.2.254/24 $S eth0 10.77.2.2/24
in_ns $C ip route add default via 10.77.1.254; in_ns $S ip route add default via 10.77.2.254; sy $R net.ipv4.ip_forward=1; warm $C 10.77.2.2
fault && sy $R net.ipv4.ip_forward=0
lab_before
in_ns $C $PKT udp_send --dst 10.77.2.2 --port 5300 --n 50
lab_after
