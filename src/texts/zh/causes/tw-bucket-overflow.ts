export const twBucketOverflow = {
  title: '跳过 TIME_WAIT：数量过多',
  why: '先关闭 TCP 连接的一方把地址和端口在 TIME_WAIT 中保留 60 秒，以便识别旧连接迟到的数据包。当其数量达到 net.ipv4.tcp_max_tw_buckets，或没有内存再建一个时，内核改为立即关闭连接。没有连接会因此失败，失去的是保护：没收到最后 ACK 的对端得到的是 reset 而不是第二个 ACK，旧连接的迟到数据包可能进入端口相同的新连接。',
  problem:
    '[[在 {seconds:duration} 内]]有 {n} 个连接未经 TIME_WAIT 就被关闭[[（{rate:rate}）]][[；上限为 {max}]]：没有丢失',
  suspect:
    '自启动以来有 {n} 个连接未经 TIME_WAIT 就被关闭[[（平均 {rate:rate}）]][[；上限为 {max}]]：没有丢失',
  past: '自启动以来有 {n} 个连接未经 TIME_WAIT 就被关闭，两次采集之间的 {flat:duration} 内没有',
  logged: '内核日志称 TIME_WAIT 套接字表已满[[，在采集前 {age:duration}]]：没有丢失',
  ok: '没有连接未经 TIME_WAIT 就被关闭',
  silent: '此内核不统计跳过 TIME_WAIT 的连接，日志中也没有提到：是否发生过不得而知',
  full: '{n} 个套接字处于 TIME_WAIT，上限为 {max}：已满',
  'not-full':
    '{n} 个套接字处于 TIME_WAIT，上限为 {max}：采集时离上限还远，因此要么之前曾满，要么当时内存不足',
  'keep-open': '让客户端保持连接（HTTP keep-alive、连接池），或让对端先关闭：数量就会减少',
  memory: '每个约占 250 字节内存。切勿降低此上限：它从来不是用来节省端口的。',
  'look-memory': '查看内核是否曾缺少内存，以及高峰时有多少套接字处于 TIME_WAIT',
};
