export const connectFailures = {
  title: '出站连接失败',
  why: '本机某个程序的 connect() 没有得到连接。多数情况是对端立即以 reset 拒绝：那里无人监听，或防火墙拒绝。也可能是路由器说“不可达”；或无人应答，内核在所有重试之后放弃（net.ipv4.tcp_syn_retries，约两分钟）。程序看到的是 “connection refused”、“no route to host” 或 “connection timed out”。对已停服务的健康检查、先尝试 IPv6 的客户端也会如此。',
  refused:
    '本机尝试打开的 {opens} 个连接中有 {n} 个被对端拒绝[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）；时间不明]][[，自启动以来{untimed}；时间不明]]',
  unreachable:
    '本机尝试打开的 {opens} 个连接中有 {n} 个失败[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）；时间不明]][[，自启动以来{untimed}；时间不明]]，多数是因为 ICMP 报告目的地不可达',
  silent:
    '本机尝试打开的 {opens} 个连接中有 {n} 个失败[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）；时间不明]][[，自启动以来{untimed}；时间不明]]，多数是因为无人应答',
  past: '自启动以来本机尝试打开的连接有 {n} 个失败，两次采集之间的 {flat:duration} 内没有',
  ok: '本机打开的连接很少失败[[：{opens} 个中有 {n} 个]]',
  'half-open': '失败的握手中有一部分由客户端发起并由其 reset：不计入此处',
  'who-refuses': '查明是谁拒绝、哪个端口：那里的服务已停止、监听在别处，或防火墙拒绝（REJECT）',
  'who-is-silent': '查明哪些目的地不应答',
  'who-says-so': '查明是谁报告目的地不可达：途中的路由器，还是本机自己',
  'own-limit': '程序因自己的时限而放弃的连接不计入此处：只表现为重复的 SYN（TCPSynRetrans）。',
};
