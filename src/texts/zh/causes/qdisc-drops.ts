export const qdiscDrops = {
  title: '发送队列丢弃数据包',
  why: '要发出的数据包在设备的排队规则（qdisc）中等待。队列满时丢弃：本机（或 tap 后面的虚拟机）发送得比设备接受得快，或比整形器（tbf、htb）允许的快。TCP 会重传；UDP 应用程序可能得到 ENOBUFS。自行管理队列的规则（fq_codel、cake、red）会有意丢弃以提示发送方放慢：少量属于健康。',
  problem:
    '{device} 丢弃了 {n} 个要发送的数据包[[（{kind}）]][[，{seconds:duration} 内]][[（{rate:rate}）]][[，占其 {share:percent}]]',
  suspect:
    '自启动以来 {device} 丢弃了 {n} 个要发送的数据包[[（{kind}）]][[，占其 {share:percent}]]；时间不明',
  past: '自启动以来 {device} 丢弃了 {n} 个要发送的数据包[[（{kind}）]]，采集期间的 {flat:duration} 内没有发生',
  ok: '没有发送队列丢弃数据包',
  aqm: '此规则有意丢弃以缩短等待：少量正是其工作方式。',
  shaper: '整形器：超过速率的等待，超过上限的丢弃',
  guest: 'tap 或 vnet 设备的发送就是虚拟机的接收：虚拟机（或其 vhost 线程）取走数据包太慢。',
  queue: '其队列的长度',
  longer: '让更多数据包等待，以应对突发',
  latency: '等待更久的数据包到得更晚：速率本身太低时，更长的队列无济于事。',
  rate: '查看整形器的速率和上限，以及是谁要求的',
  who: '查看是什么发送这么多',
};
