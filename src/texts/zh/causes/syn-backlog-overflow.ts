export const synBacklogOverflow = {
  title: 'SYN 队列溢出',
  why: '连接请求在其监听套接字的 SYN 队列中以 SYN_RECV 状态等待客户端确认。自内核 4.4 起，此队列与 accept backlog 一样长：应用程序传给 listen() 的值与 net.core.somaxconn 中的较小者。队列满时内核以 SYN cookie 应答（tcp_syncookies=1）：没有丢失，但这种连接可用的 TCP 选项较少。没有 cookie 时丢弃 SYN，客户端等待并重试。内核称之为 “possible SYN flooding”，而多数情况下只是正常负载下 backlog 太小。',
  drops: '因 SYN 队列已满丢弃 {n} 个 SYN[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  'drops-since-boot':
    '自启动以来因 SYN 队列已满丢弃 {n} 个 SYN[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  cookies: 'SYN 队列满了 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]]：以 SYN cookie 应答，没有丢失',
  'cookies-since-boot': '自启动以来 SYN 队列满了 {n} 次[[（平均 {rate:rate}）]]：以 SYN cookie 应答',
  logged:
    '内核记录端口 {port} 可能遭受 SYN flooding[[，在采集前 {age:duration}]]：{action}；每个监听套接字只记录一次',
  'full-now': '{socket} 的 SYN 队列已满：{waiting} 个半开连接，上限为 {limit}',
  'last-quarter':
    '{waiting} 个半开连接时丢弃了 {n} 个 SYN[[，{seconds:duration} 内]]：SYN cookie 已关闭，而 tcp_max_syn_backlog（{max}）的最后四分之一留给已知的客户端',
  past: '自启动以来 SYN 队列满了 {n} 次，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 SYN 队列是满的',
  'not-listed': '没有采集 TCPReqQFullDrop 和 TCPReqQFullDoCookies',
  'log-line': '内核自己也这样说，每个监听套接字一次：可能是很久以前',
  'real-clients': '不是攻击：{share:percent} 的 cookie 得到了回应，客户端是真实的，只是队列对它们太短。',
  'not-accept-queue': '不是 accept 队列：ListenOverflows 没有变化。',
  'raise-backlog':
    '让应用程序在 listen() 中要求更长的队列并重启它：上限在调用 listen() 时确定，且同时是两个队列的上限',
  'bursts-only': '更长的队列容纳更多半开连接，每个约 300 字节。对付攻击时只有与 SYN cookie 一起才有用。',
  'cookies-on': '由 cookie 建立的连接只有在启用时间戳时才保留窗口扩大和 SACK；这总比没有连接好。',
  'count-them':
    "按监听套接字统计半开连接：ss -Hnt state syn-recv | awk '{ print $3 }' | sort | uniq -c；大量来自少数地址，或来自从不应答的地址，即为攻击。",
};
