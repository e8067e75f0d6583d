export const pmtuBlackhole = {
  title: '路径 MTU 黑洞：大包消失',
  why: '路径上某段链路只接受较小的数据包。那里的路由器应以 ICMP “fragmentation needed” 应答，使 TCP 发送更小的段。该应答被过滤或从未发出时，满长的段毫无痕迹地消失，而小段能通过：连接能建立、能登录，遇到第一大块数据就挂起。',
  stuck: '{socket}：{unacked} 个满长的段在等待 ACK，已退避 {backoff} 次，而握手和小包都能通过',
  several: '{n} 个连接在第一批满长的段之后挂起；最严重的是 {socket}，已退避 {backoff} 次',
  probed: 'TCP 通过探测 {n} 次发现更小的 MTU[[，{seconds:duration} 内]]',
  ok: '没有连接因满长的段而挂起',
  timeouts: '重传定时器触发，而没有任何确认',
  probing: '让 TCP 探测能通过的大小',
  slow: '每个受影响的连接要经历几次超时；它能恢复连接，不能修复路径。',
  measure: '找出能通过的大小及其终点：逐步减小直到有应答；tracepath 会指出是哪一跳',
  clamp: '在路由器或隧道端点：把 MSS 钳制到路径 MTU，或放行 ICMP type 3 code 4（IPv6：type 2）',
};
