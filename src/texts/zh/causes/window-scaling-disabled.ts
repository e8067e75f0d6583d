export const windowScalingDisabled = {
  title: 'TCP 窗口扩大已关闭',
  why: '接收方会通告在途数据最多可有多少。该字段最多表示 64 KiB，除非双方在建立连接时商定一个倍数（窗口扩大）。没有它，无论链路多快，两个方向上每个往返都最多传输 64 KiB：远距离传输非常缓慢，却没有任何丢包。默认是启用的。',
  risk: 'net.ipv4.tcp_window_scaling 为 0：一个连接每个往返最多传输 64 KiB',
  slow: 'net.ipv4.tcp_window_scaling 为 0，而最长的往返时间为 {rtt} ms：这样的连接每秒最多传输 {speed:bytes}',
  refused:
    '与 {peers} 台其他主机的 {all} 个连接没有一个协商了窗口扩大，尽管本机已启用：路径上有设备删去该选项，或对端已关闭；它们每个往返最多传输 64 KiB',
  ok: '窗口扩大已启用[[：与其他主机的 {all} 个连接中有 {n} 个在使用]]',
  agreed: '与其他主机的 {all} 个连接中有 {n} 个在建立时协商了窗口扩大',
  far: '{peer}：往返时间 {n} ms',
  'not-collected': '没有采集 net.ipv4.tcp_window_scaling',
  'new-only': '只对此后建立的连接生效。',
  'see-options': '在两端比较 SYN 和 SYN-ACK 的选项：wscale 从这里发出，是否到达？',
};
