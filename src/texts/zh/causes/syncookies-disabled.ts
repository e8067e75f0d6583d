export const syncookiesDisabled = {
  title: 'SYN cookie 已关闭',
  why: 'net.ipv4.tcp_syncookies=1（默认）时，SYN 队列满没有代价：内核以 cookie 应答而不保存状态。为 0 时则丢弃 SYN，于是突发或攻击会阻挡真实客户端。',
  risk: '有 {n} 个监听套接字的主机关闭了 SYN cookie：SYN 队列满时会丢弃客户端',
  biting: 'SYN cookie 已关闭，SYN 队列满时丢弃了 {n} 个本可用 cookie 应答的 SYN',
  ok: 'SYN cookie 已启用',
  always: '总是发送 SYN cookie（2），而不只在队列满时：没有时间戳的客户端都失去窗口扩大和 SACK',
  'no-listener': 'SYN cookie 已关闭，而这里没有监听',
  'not-collected': '没有采集 net.ipv4.tcp_syncookies，或此内核编译时没有 CONFIG_SYN_COOKIES',
  'few-options': '由 cookie 建立的连接只有在启用 TCP 时间戳（默认启用）时才保留窗口扩大和 SACK。',
};
