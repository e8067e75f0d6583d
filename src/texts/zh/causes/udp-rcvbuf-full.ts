export const udpRcvbufFull = {
  title: 'UDP 接收缓冲区已满',
  why:
    'UDP 数据报在套接字的接收缓冲区中等待，直到应用程序读取。每个数据报按它实际占用的内存计算，因此小数据报远在其载荷填满之前就会' +
    '填满缓冲区。放不下下一个时，内核将其丢弃且不通知发送方：应用程序根本看不到它。要么应用程序读得太慢，要么突发大于缓冲区' +
    '（SO_RCVBUF，默认为 net.core.rmem_default；应用程序要求的值会被截断到 net.core.rmem_max，且不报错）。',
  problem:
    '因 UDP 接收缓冲区已满，[[{seconds:duration} 内]]丢弃 {n} 个数据报[[（{rate:rate}）]][[，占数据报的 {share:percent}]][[，为平时速率的 {times} 倍]]',
  suspect:
    '因 UDP 接收缓冲区已满，自启动以来丢弃 {n} 个数据报[[（平均 {rate:rate}）]][[，占数据报的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '因 UDP 接收缓冲区已满，自启动以来丢弃 {n} 个数据报，采集期间的 {flat:duration} 内没有发生：已经过去',
  ok: '没有数据报因 UDP 接收缓冲区已满而被丢弃',
  'full-now': '{socket} 的接收缓冲区已满：{used:bytes}，上限 {limit:bytes}[[；它丢弃了 {dropped} 个数据报]]',
  'no-counter': '采集时没有 UDP 接收缓冲区是满的，但没有采集 RcvbufErrors：此前是否满过不得而知',
  unsplit:
    '{n} 次 UDP 接收错误[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占数据报的 {share:percent}]]；此内核或工具没有说明是哪一种：多半是接收缓冲区已满',
  socket: '[[此套接字丢弃了 {dropped} 个数据报；]]{used:bytes} 等待读取[[，上限 {limit:bytes}]]',
  'socket-often':
    '[[此套接字丢弃了 {dropped} 个数据报；]]{used:bytes} 等待读取[[，上限 {limit:bytes}]]；{captures} 次采集中有 {times} 次都这样满：应用程序几乎不读取',
  'culprit-exact': '仅 {socket} 的丢弃数就等于全部 {n} 次 RcvbufErrors：就是这个套接字',
  'is-default': '缓冲区为 net.core.rmem_default（{limit:bytes}）：应用程序没有自行要求',
  'is-capped':
    '缓冲区为 net.core.rmem_max（{max:bytes}）的两倍：应用程序要求的不低于此值，被截断（内核会将该值加倍）',
  'is-fixed':
    '应用程序自行设置了缓冲区（SO_RCVBUF）：内核保留 {limit:bytes}，为要求值的两倍；net.core.rmem_default 与它无关',
  'not-memory': '不是全部 UDP 套接字的内存上限（udp_mem）：MemErrors 为 0。',
  'not-checksum': '不是数据报损坏：InCsumErrors 为 0。',
  'read-faster':
    '让应用程序读得更快（用 SO_REUSEPORT 增加接收者、recvmmsg、把处理移出接收循环）：更大的缓冲区只对突发有用',
  'ask-more': '让应用程序用 setsockopt(SO_RCVBUF) 要求 {to:bytes} 并重启它：已打开的套接字保留原来的缓冲区',
  'only-new':
    '只对此后打开的套接字有效：请重启应用程序。更大的缓冲区占用内存并增加延迟；总量受 udp_mem 限制。',
  watch:
    '在负载下观察：r 是缓冲区中的数量，rb 是上限，d 是此套接字的丢弃数。r 接近 rb，或 d 上升，即为此故障。',
};
