export const remoteTwRecycleSuspected = {
  title: '对端服务器可能启用了 tcp_tw_recycle',
  why: '本机是客户端：到某服务器的部分连接停在 SYN_SENT，而到同一地址和端口的其他连接正常。原因之一是服务器（内核 4.11 或更旧）设置了 tcp_tw_recycle=1：在 NAT 后面，所有客户端对它来说是同一个，时间戳落后者的 SYN 被无声丢弃。那边的 accept 队列满，从这里看也是一样，因此这是附带试验方法的怀疑，而不是定论。',
  suspect:
    '到 {peer} 有 {waiting} 个连接停在 SYN_SENT，而到同一地址和端口的 {working} 个正常[[；{share:percent} 的尝试是重复的]]',
  'by-capture':
    '发往 {peer} 的一个 SYN 没有应答，其时间戳小于本机先前一个的时间戳：正是 tcp_tw_recycle 拒绝的情形',
  ok: '没有目的地拒绝本机的部分连接而接受其他连接',
  hangs: '停在这里',
  works: '这里正常',
  'test-it':
    '试验：在此客户端上暂时关闭时间戳并重新连接。若立即正常，则对端服务器启用了 tcp_tw_recycle。然后重新启用时间戳',
  'for-test': '仅供试验：本机所有新连接失去对旧副本的防护和精确的往返时间。',
  'ask-owner':
    '在服务器上：cat /proc/sys/net/ipv4/tcp_tw_recycle；为 1 即是故障，nstat -az TcpExtPAWSPassive 统计它。其负责人须将其设为 0。',
  'other-reasons':
    '所有客户端都受影响且在高峰时：那边的 accept 队列。许多目的地受影响：NAT 的端口。每次尝试都失败：过滤器。',
};
