export const txqueuelenZeroOrTiny = {
  title: '发送队列只容纳几个数据包',
  why: '设备忙时，数据包在发送队列中等待。pfifo_fast 采用设备的队列长度（txqueuelen），pfifo 用自己的 limit，htb 的类则采用创建时设备的长度。十个数据包或更短的队列遇到任何突发都会溢出，即使链路平均空闲：放不下的立即丢弃。它多半是旧教程、虚拟化脚本，或在没有队列的设备上做整形留下的。',
  problem:
    '{device} 的发送队列只容纳 {packets} 个数据包（{kind}），丢弃了 {n} 个[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占其 {share:percent}]]',
  suspect:
    '{device} 的发送队列只容纳 {packets} 个数据包（{kind}），自启动以来丢弃了 {n} 个[[，占其 {share:percent}]]；时间不明',
  past: '{device} 的发送队列只容纳 {packets} 个数据包（{kind}），自启动以来丢弃了 {n} 个，采集期间的 {flat:duration} 内没有发生',
  risk: '{device} 的发送队列只容纳 {packets} 个数据包（{kind}）：一次突发就会溢出',
  ok: '每个发送队列都容纳十个以上的数据包',
  'not-told': '没有采集到发送队列的长度和类型',
  'in-force': '生效的长度：{packets} 个数据包',
  lengthen: '把 {device} 的队列设为内核给每个设备的默认长度',
  keep: '使 {device} 的队列长度在重启后保持',
  raise: '让该队列可以等待 {limit} 个数据包',
  'made-anew': '4.16 之前的内核要在重新创建 qdisc（tc qdisc replace）后才使用新长度。',
  'who-set': '查明是什么设置了它（整形脚本、udev、虚拟化平台），并给每个类单独的队列：fq_codel 不需要长度',
};
