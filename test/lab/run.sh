#!/bin/bash
# Every fault and its control, one at a time (kernel log rate limits are machine-wide); exit 1 if any does not do what
# it should.  usage: run.sh [glob]     e.g. run.sh '0*'
cd "$(dirname "$0")/faults" || exit 2; bad=0; t0=$(date +%s)
for f in ${1:-*}.sh; do for m in fault control; do
  o=$(timeout 90 bash "./$f" $m 2>&1 | grep -E '^(PASS|FAIL)') || o="FAIL $f $m (no result)"
  echo "$o"; case $o in PASS*) ;; *) bad=1;; esac
done; done; echo "total $(( $(date +%s)-t0 )) s"; exit $bad
