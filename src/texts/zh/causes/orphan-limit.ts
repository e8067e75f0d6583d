export const orphanLimit = {
  title: '孤儿 TCP 套接字过多',
  why: '孤儿是应用程序已关闭而内核仍需收尾的连接：有数据待发送，或 FIN 没有应答。net.ipv4.tcp_max_orphans 限制其数量（内核可能在其一半或四分之一时就采取行动）。超过后内核重置它们：对端看到的是 “connection reset” 而不是应答的结尾，日志中有 “TCP: too many orphaned sockets”（较旧内核：“Out of socket memory”）。',
  over: '{orphans} 个孤儿套接字；上限为 {limit}',
  logged: '内核至少 {n} 次记录孤儿套接字过多',
  near: '{orphans} 个孤儿套接字，为上限 {limit} 的 {share:percent}',
  ok: '孤儿套接字远低于上限[[：{orphans} / {limit}]]',
  gauge: '采集时的孤儿套接字数',
  aborted: '内核因内存不足或孤儿过多而重置的连接',
  close:
    '查明对端为何不收尾：应用程序关闭时有大量未发送的数据，或客户端消失。减少重试次数（tcp_orphan_retries）能更早结束孤儿。',
  memory: '每个孤儿最多占用 64 KiB 不可换出的内存。',
};
