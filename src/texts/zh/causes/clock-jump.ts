export const clockJump = {
  title: '主机时钟被调整',
  why: '有人，或长时间中断后的时间服务，在主机运行时移动了系统时钟。本报告中的速率不受影响：它们使用自启动以来的时间。但调整前后日志中的时间无法比较，TLS 证书和 Kerberos 票据可能被当作尚未生效或已过期而拒绝，定时任务可能重复或没有运行。TCP 本身不受影响。',
  forward: '在第 {from} 次与第 {to} 次采集之间，时钟被向前调整了 {seconds:duration}',
  back: '在第 {from} 次与第 {to} 次采集之间，时钟被向后调整了 {seconds:duration}',
  ok: '两次采集之间主机时钟运行平稳',
  slight: '在第 {from} 次与第 {to} 次采集之间，时钟被校正了 {seconds:duration}：太小，无害',
  'one-capture': '只有一次采集，看不出时钟是否被调整',
  'no-clocks': '采集中没有同一次启动的两个时钟可供比较',
  before: '由时钟推算的启动时间，调整之前',
  after: '以及之后：只有调整时钟时它才会变化',
  source: '查看是谁调整的，以及主机的时间服务现在是否同步',
  'log-order': '事件先后重要时，使用自启动以来的时间（不带 -T 的 dmesg，journalctl -o short-monotonic）。',
};
