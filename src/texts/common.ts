/** English texts that belong to no single cause. {name:format} is filled from the arguments; [[...]] vanishes when one of its arguments is missing. */
export const common = {
  // verdicts that the runner gives by itself
  'not-collected': 'not looked at: {what} is not in the bundle[[ ({reason})]]',
  'no-such-counter': '{counter} is not among the counters that this host printed[[ (kernel {kernel})]]',
  'cause-failed': 'this check failed on the data of this host: {error}',
  'brings-it': 'Ask the customer for: {command}',
  // notes about the input
  'unread-line': 'line not understood',
  'unread-value': 'value of {name} is not a number',
  'uneven-pair': '{names} names above {values} values: read as far as both go',
  'parser-failed': '{parser} failed: {error}',
} as const;
