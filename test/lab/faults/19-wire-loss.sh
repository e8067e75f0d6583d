#!/bin/bash
# Every 50th data frame is lost on the way (loss outside the host): the sender retransmits.
. "$(dirname "$0")/../lib.sh"
CAUSE=retransmission-high EXPECT="Tcp.RetransSegs:20 TcpExt.TCPSackRecovery:1" TRAFFIC="TCP upload of 3 MB over a TAP wire (userspace, packets.py wire)"
TOPO=none lab_begin "$0" "${1:-}"
mkns S; mkns C; HOSTNS=$C PEERNS=$S
I="--loss 50"; fault || I=""
bg $S true; $PKT wire --a $C --b $S $I >$TMPD/wire 2>&1 & PIDS="$PIDS $!"; wait_log ready $TMPD/wire
in_ns $C ip link set eth0 up; in_ns $S ip link set eth0 up; in_ns $C ip addr add $CIP/24 dev eth0; in_ns $S ip addr add $SIP/24 dev eth0; warm $C $SIP
bg $S $PKT tcp_server --port 8080; wait_listen $S t 8080
lab_before
in_ns $C $PKT tcp_send --dst $SIP --port 8080 --bytes 3000000 --linger 1
lab_after
