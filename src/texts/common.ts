/** English texts that belong to no single cause. {name:format} is filled from the arguments; [[...]] vanishes when one of its arguments is missing. */
export const common = {
  // verdicts that the runner gives by itself
  'not-collected': 'not looked at: {what} is not in the bundle[[ ({reason})]]',
  'no-packet-capture': 'not looked at: a packet capture (tcpdump -w) is not in the bundle',
  'no-drop-trace':
    'not looked at: a trace of drops (perf script of skb:kfree_skb, dropwatch) is not in the bundle',
  'no-such-counter': '{counter} is not among the counters that this host printed[[ (kernel {kernel})]]',
  'cause-failed': 'this check failed on the data of this host: {error}',
  'brings-it': 'Ask the customer for: {command}',
  // what one counter or setting shows
  'counter-zero': '{counter}[[ of {where}]] is 0',
  'counter-stands': '{counter}[[ of {where}]] stands at {total} since boot',
  'counter-flat': '{counter}[[ of {where}]] stands at {total} and did not move[[ in {seconds:duration}]]',
  'counter-flat-short':
    '{counter}[[ of {where}]] stands at {total} and did not move[[ in {seconds:duration}]], which is too short to tell' +
    '[[: {due} were due at its usual rate, and {needed:duration} would show it]]',
  'counter-rose':
    '{counter}[[ of {where}]] rose by {n}[[ in {seconds:duration}]], to {total}[[; {times} times its usual rate]]',
  'counter-rose-least':
    '{counter}[[ of {where}]] rose by at least {n}[[ in {seconds:duration}]], to {total}[[; {times} times its usual rate]]',
  'counter-burst':
    '{counter}[[ of {where}]] rose by {n}, to {total}, between captures {from} and {to} only: ' +
    'in {rising} of {windows} windows[[, {seconds:duration}]][[ of {of:duration}]]',
  'counter-burst-least':
    '{counter}[[ of {where}]] rose by at least {n}, to {total}, between captures {from} and {to} only: ' +
    'in {rising} of {windows} windows[[, {seconds:duration}]][[ of {of:duration}]]',
  'counter-anew':
    '{counter}[[ of {where}]] counted {n} since it began anew between two captures: it happened, but perhaps not now',
  'empty-ring':
    '{device} counted {n} moments in which its receive ring was empty as receive errors ({counter}): nothing was lost by them',
  'setting-is': '{key} is {value}',
  // remedies that change a sysctl
  'set-now': 'Set {key} to {to}[[ (it is {from})]], until the next boot',
  'set-for-good':
    'Keep {key} = {to} over reboots, in a file that is read after the others[[ (now {file} sets {old})]]',
  'set-in-container':
    'This network namespace belongs to a container: to keep {key} = {to}, set it where the container is started ' +
    '(docker run --sysctl, sysctls: in a compose file, securityContext.sysctls of a pod)',
  // remedies that open a port
  'open-port': 'Let {protocol} port {port} in, ahead of what drops it',
  'keep-rules': 'Keep the rule over reboots',
  'opens-to-all':
    'Whoever reaches this host then reaches {protocol} port {port}: name the clients (-s ADDRESS, ip saddr) where you can. ' +
    'Never flush the rules (-F) over a remote session while a policy is DROP.',
  // units that are words: 2.5/day, 3 days
  day: 'day',
  days: 'days',
  // notes about the input
  'more-notes': '{n} more lines of this kind',
  'unread-line': 'line not understood',
  'unread-value': 'value of {name} is not a number',
  'uneven-pair': '{names} names above {values} values: read as far as both go',
  'sockets-omitted': 'the table is large: {n} of its rows were counted and not kept one by one',
  'parser-failed': '{parser} failed: {error}',
} as const;
