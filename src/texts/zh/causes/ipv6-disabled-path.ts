export const ipv6DisabledPath = {
  title: 'IPv6 已关闭，却有人在使用',
  why: 'disable_ipv6=1 时设备没有 IPv6 地址，内核丢弃到达其上的所有 IPv6 数据包（Ip6InDiscards，原因 IPV6DISABLED）。这正是该设置的用途：邻居总在发送组播。只有当域名仍有 IPv6 地址时才有害：程序先尝试它们，失败或耗时之后才转向 IPv4；使用本机 IPv6 地址的客户端联系不上。',
  problem:
    'IPv6 在所有设备上都已关闭，而 {n} 个发往 IPv6 地址的数据包没有出路[[，{seconds:duration} 内]][[（{rate:rate}）]]：程序先尝试 IPv6',
  ok: 'IPv6 在使用中',
  off: 'IPv6 在 {n} 个设备上已关闭，没有迹象表明有人需要它',
  ignored: 'IPv6 在 {n} 个设备上已关闭；{discards} 个 IPv6 数据包到达并按设置被丢弃：主要是邻居的组播',
  'no-ipv6': '未采集 IPv6 的设置，或内核没有 IPv6',
  site: '因 IPv6 已关闭而丢弃的数据包',
  who: '查看是哪个程序在尝试，以及服务器的域名是否有这里无法到达的 IPv6 地址',
  either:
    '要么给本机 IPv6，要么让其解析器优先 IPv4（gai.conf：precedence ::ffff:0:0/96 100），要么去掉 AAAA 记录。宜在应用程序中关闭它，而不是在内核中。',
};
