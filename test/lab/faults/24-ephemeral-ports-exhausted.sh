#!/bin/bash
# ip_local_port_range of 20 ports, 40 connections to one destination: EADDRNOTAVAIL. Observed host: the client.
# No kernel counter marks it; the evidence is ss: sockets to one destination == size of ip_local_port_range.
. "$(dirname "$0")/../lib.sh"
CAUSE=ephemeral-port-exhaustion EXPECT="" TRAFFIC="40 connections to one destination held, then 5 more"
lab_begin "$0" "${1:-}"; HOSTNS=$C PEERNS=$S
bg $S $PKT tcp_server --port 8080; wait_listen $S t 8080
fault && sy $C net.ipv4.ip_local_port_range="40000 40019"
lab_before
bg $C $PKT tcp_connect --dst $SIP --port 8080 --n 40 --hold 8; sleep 1.5
in_ns $C $PKT tcp_connect --dst $SIP --port 8080 --n 5 --hold 0.3 | tee "$OUT/client.json"
R=0; grep -q '"Cannot assign requested address": 5' "$OUT/client.json" && R=1; fault || R=$((1-R))
SCRIPT_ASSERT=$R lab_after
