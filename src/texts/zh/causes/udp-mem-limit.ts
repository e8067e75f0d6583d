export const udpMemLimit = {
  title: '所有 UDP 套接字合计达到内存上限',
  why: '除了每个套接字自己的缓冲区，net.ipv4.udp_mem 还限制主机上所有 UDP 套接字合计的内存，以页计。达到其第三个数时，内核丢弃每一个后续的数据报，即使目标套接字自己的缓冲区几乎是空的。当许多套接字读得太慢，或一个缓冲区很大的套接字根本没有被读取时，就会这样。',
  problem:
    '[[在 {seconds:duration} 内]]有 {n} 个数据报因所有 UDP 套接字合计达到内存上限而被丢弃[[（{rate:rate}）]][[，占全部的 {share:percent}]]',
  suspect:
    '自启动以来有 {n} 个数据报因所有 UDP 套接字合计达到内存上限而被丢弃[[（平均 {rate:rate}）]]；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  past: '自启动以来有 {n} 个数据报因所有 UDP 套接字合计达到内存上限而被丢弃，两次采集之间的 {flat:duration} 内没有',
  'at-limit': '所有 UDP 套接字合计占用 {used} 页；上限为 {limit}',
  ok: '没有数据报因所有 UDP 套接字的内存上限而被丢弃[[：它们占用 {limit} 页中的 {used} 页]]',
  'now-fine': '采集时所有 UDP 套接字合计占用 {limit} 页中的 {used} 页；此内核不统计之前丢弃的数量',
  'not-told': '丢弃数（自内核 5.11 起）、占用的内存及其上限都未知',
  gauge: '所有 UDP 套接字占用的页数',
  find: '找出占用内存的套接字：Recv-Q 很大说明程序没有读取',
  memory: '这些内存不能被换出。',
};
