export const sackDisabled = {
  title: '选择性确认（SACK）已关闭',
  why: '有了 SACK，接收方会说明已收到哪些段，只需重传缺失的部分。没有它，TCP 每个往返只能得知一个丢失的段，常常要等到定时器超时：少量丢包就会使传输变得很慢。默认是启用的。许多主机在 2019 年 6 月为防范 SACK Panic（CVE-2019-11477）将其关闭，之后再未启用；此后的内核启用它是安全的。',
  risk: 'net.ipv4.tcp_sack 为 0：丢包的修复会很慢',
  biting: 'net.ipv4.tcp_sack 为 0，而 {share:percent} 的段被重传：修复得很慢',
  refused:
    '与 {peers} 台其他主机的 {all} 个连接没有一个协商了 SACK，尽管本机已启用：路径上有设备删去该选项，或对端已关闭',
  ok: 'SACK 已启用[[：与其他主机的 {all} 个连接中有 {n} 个在使用]]',
  agreed: '与其他主机的 {all} 个连接中有 {n} 个在建立时协商了 SACK',
  'not-collected': '没有采集 net.ipv4.tcp_sack',
  'new-only': '只对此后建立的连接生效。',
  'update-first':
    '先确认此内核已有 2019 年的修复（有修复就会统计 TCPWqueueTooBig），否则先更新；然后把 net.ipv4.tcp_sack 设为 1',
  'see-options': '在两端比较 SYN 和 SYN-ACK 的选项：sackOK 从这里发出，是否到达？',
};
