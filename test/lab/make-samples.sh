#!/bin/bash
# Makes the pairs of samples/ again, on the real kernel of this machine. Root. Then look at what changed, and run
# `npm test`: samples/NAME/expected.json tells what each must give, and is written by hand.
cd "$(dirname "$0")" || exit 2
make_sample() { # name fault mode
  OUT=$PWD/../../samples/$1 bash "faults/$2.sh" "$3" || exit 1
  rm -f "../../samples/$1/moved.json"; }
keep() { cp "../../samples/$1/expected.json" "/tmp/$1.$$" 2>/dev/null; }
restore() { [ ! -f "/tmp/$1.$$" ] || mv "/tmp/$1.$$" "../../samples/$1/expected.json"; }
while read -r name fault mode; do keep "$name"; make_sample "$name" "$fault" "$mode"; restore "$name"; done <<TABLE
accept-queue-overflow 05-accept-queue-overflow fault
udp-rcvbuf-full 01-udp-rcvbuf-overflow fault
firewall-drop-rule 13-iptables-drop-port fault
healthy-control 05-accept-queue-overflow control
TABLE
