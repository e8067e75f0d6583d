/** English texts about how readings were compared. Captures are numbered from 1, oldest first. */
export const comparison = {
  'reboot-by-boot-id':
    'The host was rebooted between captures {from} and {to} (its boot id differs): counters count from the reboot on',
  'reboot-by-boot-time':
    'The host was rebooted between captures {from} and {to} (it booted after capture {from}): counters count from the reboot on',
  'reboot-by-uptime':
    'The host was rebooted between captures {from} and {to} (its uptime fell): counters count from the reboot on',
  'clock-forward':
    "The host's clock was set forward by {seconds:duration} between captures {from} and {to}: times are taken from its uptime",
  'clock-back':
    "The host's clock was set back by {seconds:duration} between captures {from} and {to}: times are taken from its uptime",
  're-created':
    '{what}[[ in namespace {netns}]] was made anew between captures {from} and {to}: what it counted before is not known ({n} counters: {names})',
  'namespace-restarted':
    'Network namespace {netns} began anew between captures {from} and {to} (its container was restarted): its counters count from then on',
  'conntrack-reloaded':
    'The statistics of connection tracking[[ in namespace {netns}]] began anew between captures {from} and {to}: the module was loaded again',
  'rules-reloaded':
    'Rules of {what}[[ in namespace {netns}]] were loaded anew or set to zero between captures {from} and {to}: what they counted is a lower bound',
  reset:
    'Counters[[ of {what}]][[ in namespace {netns}]] fell between captures {from} and {to} without a reboot ({n}: {names}): what they show was counted since, and is a lower bound',
  wrap: '{counter}[[ of CPU {cpu}]][[ in namespace {netns}]] is 32 bits wide and wrapped between captures {from} and {to}',
  jitter:
    '{n} counters[[ of {what}]][[ in namespace {netns}]] stand a few units lower in capture {to} than in capture {from} ({names}): such sums over CPUs are not exact to the unit, and this is no reset',
  within:
    'Capture {from} holds {n} counters twice, read one after the other, with different values ({names}): they rose while it was taken',
  capture: 'capture {n}: {label}',
  'setting-changed': '{key} changed from {from} to {to}',
  'setting-appeared': '{key} is new[[: {to}]]',
  'setting-gone': '{key} is gone[[ (it was {from})]]',
  rose: '{counter} rose by {n}[[ in {seconds:duration}]]',
  'rose-least': '{counter} rose by at least {n}[[ in {seconds:duration}]]',
  logged: '{text}[[; {times} such messages]][[ within {seconds:duration}]]',
  restarted: 'the host was started',
  'level-rose':
    '{column} rose from {before} to {after} on average[[, {restart:duration} after the host was started]]',
  'level-fell':
    '{column} fell from {before} to {after} on average[[, {restart:duration} after the host was started]]',
  part: '{counter} accounts for {n}',
  'gap-before-ip':
    'The device received frames that IP did not, and no counter of the IP layer says why. Frames for another address are ' +
    'counted as rx_otherhost_dropped; silent are a generic XDP program, a tc or eBPF program that takes frames away, ' +
    'VLAN filters, and protocols other than IP (ARP)',
  'gap-within-ip':
    'IP received packets that it neither delivered nor forwarded, and no counter that was collected says why: a packet ' +
    'filter whose rules are not in the bundle, or multicast that nobody joined',
  'peer-receiver-from-there':
    'Lost here: of {sent} segments that the peer sent, {again} were sent again, and this host dropped {lost}[[ ({counters})]]',
  'peer-receiver-from-here':
    'Lost at the peer: of {sent} segments that this host sent, {again} were sent again, and the peer dropped {lost}[[ ({counters})]]',
  'peer-sender-from-there':
    'Lost at the peer before they left it: of {sent} segments that it sent, {again} were sent again, and it dropped {lost} on the way out[[ ({counters})]]',
  'peer-sender-from-here':
    'Lost here before they left: of {sent} segments that this host sent, {again} were sent again, and it dropped {lost} on the way out[[ ({counters})]]',
  'peer-path-from-there':
    'Lost on the path: of {sent} segments that the peer sent ({again} of them again), {arrived} arrived here, and neither end dropped the {missing} that are missing',
  'peer-path-from-here':
    'Lost on the path: of {sent} segments that this host sent ({again} of them again), {arrived} arrived at the peer, and neither end dropped the {missing} that are missing',
  'peer-unclear-from-there':
    'The peer sent {again} of {sent} segments again, and none are missing here: answers were lost, or it talks to others as well',
  'peer-unclear-from-here':
    'This host sent {again} of {sent} segments again, and none are missing at the peer: answers were lost, or it talks to others as well',
  'peer-nowhere-from-there':
    'Nothing was lost from the peer to this host: of {sent} segments, {again} were sent again',
  'peer-nowhere-from-here':
    'Nothing was lost from this host to the peer: of {sent} segments, {again} were sent again',
  'baseline-worse': '{counter}: {now} now against {base} in the baseline; at its rate {expected} were due',
  'baseline-only-here': '{counter}: {now} here, none in the baseline, where {expected} would have been due',
  'baseline-not-cured': 'not cured: {counter} counts {now}, as in the baseline ({base}; {expected} due)',
  'baseline-better':
    '{counter}: {now}, fewer than the {expected} that were due at the rate of the baseline ({base})',
  'baseline-too-little':
    '{counter}: too little traffic to tell ({now} now, {base} in the baseline, {expected} due)',
  'baseline-cured': 'cured: {counter} counts none, {expected} were due at the rate of the baseline ({base})',
  duplicate: 'Capture {of} was given twice: {label} is the same and is left out',
  'order-by-growth':
    'Nothing tells when {label} was taken: its place in time is the one in which most counters rise',
  'order-unknown': 'Nothing tells when {label} was taken: captures are compared in the order of their names',
} as const;
