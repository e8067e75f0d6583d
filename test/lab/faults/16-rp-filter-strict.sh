#!/bin/bash
# Two links; packets from 10.88.0.0/24 arrive on eth0 while the route back is eth1: strict rp_filter drops, martians logged.
. "$(dirname "$0")/../lib.sh"
CAUSE=rp-filter-drop EXPECT="TcpExt.IPReversePathFilter:50 dmesg~martian.source" TRAFFIC="60 UDP datagrams with source 10.88.0.5 on eth0"
lab_begin "$0" "${1:-}"
mklink $S eth1 10.88.0.2/24 $C eth1 10.88.0.1/24
bg $S $PKT udp_sink --port 9999; wait_listen $S u 9999
if fault; then sy $S net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.eth0.rp_filter=1 net.ipv4.conf.all.log_martians=1 net.ipv4.conf.eth0.log_martians=1
else sy $S net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0; fi
lab_before
in_ns $C $PKT l2 --what src --dev eth0 --src $CIP --spoof 10.88.0.5 --dst $SIP --n 60; sleep 0.2
lab_after
