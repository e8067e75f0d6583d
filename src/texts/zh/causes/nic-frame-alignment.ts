export const nicFrameAlignment = {
  title: '帧未对齐或格式错误',
  why: '位数不在字节边界上结束的帧是在途中被截断的：两端双工模式不一致造成的冲突，或线缆损坏。ifconfig 与 /proc/net/dev 的 “frame” 列是四项之和：长度错误、超出缓冲区、校验和错误和未对齐；`ip -s -s link` 能将它们分开。',
  problem:
    '{device} 收到 {n} 个格式错误的帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]',
  suspect:
    '自启动以来 {device} 收到 {n} 个格式错误的帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 收到 {n} 个格式错误的帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有网卡计到未对齐的帧',
  split: '把总数分开看：crc 是线路，length 是 MTU 或 VLAN 标签错误，frame 是冲突或线缆损坏',
  'duplex-first': '先比较两端的速率和双工：一端固定、另一端自动协商，结果就是半双工。',
};
