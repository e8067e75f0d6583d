export const pawsEstablished = {
  title: '连接中的段因时间戳被拒绝',
  why: 'PAWS 丢弃时间戳早于同一连接已见过的时间戳的段：即旧的副本。少量来自互相超越的数据包，无害。大量则说明 NAT 或负载均衡过早地把同样的地址和端口分给了时钟较慢的另一客户端。这是协议的正常工作，与 tcp_tw_recycle 拒绝 SYN（PAWSPassive）是两回事。',
  problem:
    '已有连接的 {n} 个段因时间戳过旧被拒绝[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部段的 {share:percent}]]',
  suspect:
    '自启动以来已有连接的 {n} 个段因时间戳过旧被拒绝[[（平均 {rate:rate}）]][[，占全部段的 {share:percent}]]',
  past: '自启动以来已有连接的 {n} 个段因时间戳过旧被拒绝，采集期间的 {flat:duration} 内没有发生',
  ok: '已有连接没有段因时间戳被拒绝',
  'recycle-off': '首先关闭 tcp_tw_recycle，它因同样的原因拒绝连接',
  'reuse-later':
    '让前面的 NAT 或负载均衡等待更久再重用端口（超过 60 s，即 TIME_WAIT 的时间），或给它更多地址',
  'keep-timestamps': '不要为此关闭 tcp_timestamps：往返时间测量和 tcp_tw_reuse 都依赖它。',
  split: '内核 6.18 起把其中一部分计为 PAWSOldAck 和 PAWSTimewait：升级后该数会下降。',
};
