export const synFlood = {
  title: 'SYN 洪泛攻击',
  why: '有人用从不应答的地址发送连接请求，以填满 SYN 队列、阻挡真实客户端。SYN cookie 使内核无需保存状态即可应答；有多少 cookie 得到回应，说明客户端是否真实。队列对正常负载太短时，同样的计数器也会上升：那时几乎全部都有回应。',
  sent: '发送了 {sent} 个 SYN cookie[[，{seconds:duration} 内]][[（{rate:rate}）]]，{share:percent} 得到回应：多数客户端不是真实的',
  'half-open': '{n} 个半开连接来自 {sources} 个地址，已建立 {established} 个：它们被询问却不应答',
  ok: '没有 SYN 洪泛攻击的迹象',
  'ok-real': '{sent} 个 SYN cookie 中 {share:percent} 得到回应：客户端是真实的',
  'half-open-line': '{n} 个半开连接之一',
  'challenge-other': 'TCPSYNChallenge 与此无关：它统计已有连接中的 SYN（RFC 5961）。',
  upstream: '在到达本机之前过滤（运营商、负载均衡、SYNPROXY），并保持 SYN cookie 启用',
  'shared-address': '按源地址限制也会影响同一 NAT 后面的所有客户端。',
  sources: '查看来源：tcpdump -nn "tcp[13] == 2" 十秒；攻击来自四面八方或一处，负载来自你的客户端。',
};
