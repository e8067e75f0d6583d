export const martian = {
  title: '地址不可能的数据包（martian）',
  why: '源或目的地址在到达的设备上不可能正确的包会被内核丢弃：以本机自己的地址为源、从线路上来的 127.0.0.0/8 或 0.0.0.0、多播源地址。被反向路径过滤拒绝的包也计在这里，但在其自己的名下报告。每个共享网络上都有少量（其他子网的 ARP 和广播）；大量出现则是环路、邻居的错误地址或路由，或伪造的包。',
  problem:
    '丢弃了 {n} 个地址不可能的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect: '自启动以来丢弃了 {n} 个地址不可能的数据包[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来丢弃了 {n} 个地址不可能的数据包，采集期间的 {flat:duration} 内没有发生',
  logged: '内核记录了 {times} 个地址不可能的数据包，最后一个来自 {source}，在 {device} 上',
  'few-only': '{n} 个地址不可能的数据包：每个共享网络上都有这么少量',
  'by-filter': '全部 {n} 个地址不可能的数据包都是被反向路径过滤拒绝的',
  ok: '没有地址不可能的数据包到达',
  'named-by-log': '内核给出一个：从 {source} 到 {destination}，在 {device} 上',
  'own-address': '其源地址 {source} 是本机的地址：环路把自己的包带回，或另一台主机有相同地址',
  'several-ways': '入口不止一个：先检查路由和 rp_filter。',
  watch: '查明谁在发送：日志 “ll header” 行或抓包中的 MAC 地址指明邻居',
};
