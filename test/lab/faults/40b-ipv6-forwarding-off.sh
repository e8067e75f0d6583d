#!/bin/bash
# A "router" for IPv6 with net.ipv6.conf.all.forwarding=0: packets for others count as Ip6InAddrErrors and vanish.
. "$(dirname "$0")/../lib.sh"
CAUSE=forwarding-disabled EXPECT="Ip6.InAddrErrors:40" TRAFFIC="50 echo requests (IPv6) through the router"
TOPO=none lab_begin "$0" "${1:-}"; mkns S; mkns R; mkns C; HOSTNS=$R PEERNS=$C
for ns in $S $R $C; do sy $ns net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0; done
mklink $C eth0 - $R eth0 -; mklink $R eth1 - $S eth0 -
in_ns $C ip addr add 2001:db8:1::1/64 dev eth0 nodad; in_ns $R ip addr add 2001:db8:1::254/64 dev eth0 nodad
in_ns $R ip addr add 2001:db8:2::254/64 dev eth1 nodad; in_ns $S ip addr add 2001:db8:2::2/64 dev eth0 nodad
in_ns $C ip route add default via 2001:db8:1::254; in_ns $S ip route add default via 2001:db8:2::254
sy $R net.ipv6.conf.all.forwarding=1; warm $C 2001:db8:2::2
fault && sy $R net.ipv6.conf.all.forwarding=0
lab_before
in_ns $C ping -q -c50 -i0.02 -W1 2001:db8:2::2
lab_after
