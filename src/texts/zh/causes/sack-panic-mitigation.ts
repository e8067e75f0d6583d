export const sackPanicMitigation = {
  title: '段没有被拆分：发送队列对其缓冲区过大',
  why: '自 CVE-2019-11478（“SACK panic”，2019 年）修复以来，当套接字排队的数据超过其发送缓冲区的两倍时，内核拒绝拆分段。攻击者可用极小的段和选择性确认引发；应用程序把 SO_SNDBUF 设得很小也会引发。此时丢失的数据不能分片重发，连接可能停滞。',
  problem: '[[在 {seconds:duration} 内]]内核 {n} 次拒绝拆分段[[（{rate:rate}）]]：连接可能停滞',
  suspect: '自启动以来内核 {n} 次拒绝拆分段[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来内核 {n} 次拒绝拆分段，两次采集之间的 {flat:duration} 内没有',
  ok: '没有拒绝拆分段',
  small: '{socket} 的发送缓冲区只有 {size:bytes}，其中排队 {n} 字节',
  'see-buffers': '查看发送缓冲区（tb）及其中排队的数据（w）：缓冲区小而数据多的受影响',
  enlarge: '让应用程序不要在 TCP 套接字上设置 SO_SNDBUF（内核会自行调整），或设为 64 KiB 以上',
  kernel:
    '早期的修复（2019 年 6 月）拒绝得过多：2019 年 8 月起的内核和厂商更新更为谨慎。若本机没有小缓冲区，而少数地址发来小段，则是攻击。',
};
