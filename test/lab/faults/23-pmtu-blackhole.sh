#!/bin/bash
# Router in the middle with a 1200-byte link and its ICMP "fragmentation needed" filtered: large segments vanish. Observed host: the sender.
. "$(dirname "$0")/../lib.sh"
CAUSE=pmtu-blackhole EXPECT="TcpExt.TCPTimeouts:2" TRAFFIC="TCP upload of 100 kB through a router with a 1200-byte link"
TOPO=none lab_begin "$0" "${1:-}"; mkns S; mkns R; mkns C; HOSTNS=$C PEERNS=$R PEER=1
mklink $C eth0 10.77.1.1/24 $R eth0 10.77.1.254/24; mklink $R eth1 10.77.2.254/24 $S eth0 10.77.2.2/24
in_ns $C ip route add default via 10.77.1.254; in_ns $S ip route add default via 10.77.2.254; sy $R net.ipv4.ip_forward=1
in_ns $R ip link set eth1 mtu 1200; in_ns $S ip link set eth0 mtu 1500
fault && in_ns $R iptables-legacy -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
sy $C net.ipv4.tcp_mtu_probing=0; warm $C 10.77.2.2
bg $S $PKT tcp_server --port 8080; wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_send --dst 10.77.2.2 --port 8080 --bytes 100000 --linger 4
lab_after
