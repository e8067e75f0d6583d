#!/bin/bash
# What the kernel counted in the CURRENT network namespace, read with nothing of ours: DIR/proc, DIR/sys, DIR/cmd.
# Run inside the namespace: ip netns exec NS bash witness.sh DIR
D=$1; mkdir -p "$D/cmd" "$D/proc/net/stat"; export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
for f in snmp snmp6 netstat softnet_stat stat/nf_conntrack stat/arp_cache udp udp6 raw sockstat; do
  cat "/proc/net/$f" >"$D/proc/net/$f" 2>/dev/null; done
for i in $(ls /sys/class/net); do b=$D/sys/class/net/$i; mkdir -p "$b/statistics"
  for f in carrier_changes carrier_up_count carrier_down_count; do cat "/sys/class/net/$i/$f" >"$b/$f" 2>/dev/null; done
  for f in /sys/class/net/"$i"/statistics/*; do cat "$f" >"$b/statistics/${f##*/}"; done
  [ "$i" = lo ] || ethtool -S "$i" >"$D/cmd/ethtool-S.$i" 2>/dev/null
done
ip -s -s -d link >"$D/cmd/ip-s-s-link" 2>/dev/null; tc -s -d qdisc >"$D/cmd/tc-s-qdisc" 2>/dev/null
ip -s neigh >"$D/cmd/ip-neigh" 2>/dev/null
iptables-save -c >"$D/cmd/iptables-save" 2>/dev/null; iptables-legacy-save -c >"$D/cmd/iptables-legacy-save" 2>/dev/null
nft list ruleset >"$D/cmd/nft-list-ruleset" 2>/dev/null; dmesg >"$D/cmd/dmesg" 2>/dev/null
exit 0
