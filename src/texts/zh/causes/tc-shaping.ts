export const tcShaping = {
  title: '整形器丢弃超过速率的流量',
  why: '整形器（tbf、htb、hfsc、cbq）让一个设备或一类流量最多以给定的速率发送。更快到来的在其队列中等待，队列已满时到来的被丢弃。TCP 把这种丢弃当作放慢的信号，所以少量丢弃正是限速的工作方式；大量丢弃，或 UDP 被丢弃，说明速率低于要发送的量、突发值（burst）对本机时钟来说太小，或队列太短。',
  problem:
    '{device} 上的 {shaper} 丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占应发送的 {share:percent}]][[；其上限为 {limit}]][[，实际发送了其中的 {used:percent}]]',
  suspect:
    '{device} 上的 {shaper} 自创建以来丢弃了 {n} 个数据包[[，占应发送的 {share:percent}]][[；其上限为 {limit}]]；时间不明',
  past: '{device} 上的 {shaper} 自创建以来丢弃了 {n} 个数据包[[；其上限为 {limit}]]，采集期间的 {flat:duration} 内没有发生',
  ok: '没有整形器丢弃数据包',
  none: '没有设备使用整形器（tbf、htb、hfsc、cbq）',
  held: '整形器及其速率',
  full: '速率已用满：提高速率，或少发送。更长的队列只会增加延迟。',
  bursts:
    '平均而言速率没有用满：是突发溢出了队列。更大的 burst 或更长的队列有帮助；发送方做 pacing（fq）也行。',
  'who-set':
    '查明是谁设置了限制（虚拟化平台、CNI、服务商的脚本），以及是否有意；把各类的速率与各自要发送的量比较',
  fair: '在每个类之下使用 fq_codel，可缩短等待，并在各流之间公平分配速率。',
};
