export const qdiscBurst = {
  title: '发送队列之前的突发上限',
  why: '自内核 6.19 起，多个 CPU 同时要经同一个 qdisc 发送时不再等待它的锁：它们把数据包放到一个链表上，由其中一个 CPU 统一入队。链表上的数据包超过 net.core.qdisc_max_burst 时，内核在 qdisc 看到之前就丢弃后来的数据包：tc 和设备都不计数，只有丢包跟踪能指出（QDISC_BURST_DROP）。这需要许多 CPU 和一个带锁的根 qdisc，例如 htb。',
  problem: '跟踪期间有 {n} 个数据包在到达 qdisc 之前被丢弃：同时等待其锁的太多',
  risk: '最多允许 {limit} 个数据包等待 qdisc 的锁，少于内核默认值（1000）',
  ok: '丢包跟踪中没有出现 qdisc 的突发上限',
  'no-limit': '此内核没有 qdisc 突发上限（net.core.qdisc_max_burst，自 6.19 起）',
  'trace-only': 'qdisc 的突发上限没有计数器：只有 skb:kfree_skb 跟踪能说明它是否丢包',
  'one-queue':
    '查看所有 CPU 共用哪个根 qdisc（htb、tbf、hfsc），以及能否分散其工作：使用 mq，每个队列一个 qdisc，或由网卡整形',
  'more-memory': '链表上的数据包占用内存，且等待时没有次序：过慢的 qdisc 依然过慢。',
  'not-the-queue': '不是队列长度的问题：txqueuelen 和 qdisc 的 limit 在这里不起作用。',
};
