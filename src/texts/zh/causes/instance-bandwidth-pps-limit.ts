export const instanceBandwidthPpsLimit = {
  title: '超出云实例的带宽或包速率',
  why: '云平台给每种实例规格规定每秒的比特数和包数。超出的先被延迟，然后在实例之外丢弃：内核没有计数器能看到，只有云平台告知的驱动（ena）能看到。毫秒级的突发也算在内，因此在规格所承诺的平均速率的三分之一时就会发生。',
  problem:
    '因带宽或包速率用尽，云平台延迟或丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect:
    '自启动以来因带宽或包速率用尽，云平台延迟或丢弃了 {n} 个数据包[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来云平台延迟或丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '驱动统计此实例的限额，带宽和包速率从未超出',
  'no-such-driver':
    '只有云平台告知的驱动（ena）才统计此项；没有采集到任何这类数据：请把下面的速率与实例规格比较',
  traffic:
    '{device}：收 {pin:rate} 个包、{bin} Mbit/s，发 {pout:rate} 个包、{bout} Mbit/s，为 {seconds:duration} 的平均值',
  'compare-type': '与实例规格所规定的比较，既比较包数也比较比特数；sar 的 rxkB/s 是千字节',
  fewer: '更大的实例，或更少更大的数据包：批量发送、云内网使用巨帧、压缩',
};
