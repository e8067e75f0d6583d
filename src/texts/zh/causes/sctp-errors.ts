export const sctpErrors = {
  title: 'SCTP 数据包被拒绝或损坏',
  why: 'SCTP（电话网信令、集群）统计它无法使用的内容：校验和错误的数据包，不属于任何偶联的数据包（out of the blue：对端或本机重启过、多个地址中有错误的、扫描），被丢弃的数据包和数据块，以及被中止的偶联。与 TCP 和 UDP 无关；SCTP 的重传像 TCP 一样会掩盖个别丢失。',
  problem:
    '{n} 个 SCTP 数据包或偶联出错[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占数据包的 {share:percent}]]：{names}',
  suspect:
    '自启动以来 {n} 个 SCTP 数据包或偶联出错[[，占数据包的 {share:percent}]]：{names}；时间不明[[：采集期间的 {flat:duration} 内没有发生，时间太短，不足以判断]]',
  past: '自启动以来 {n} 个 SCTP 数据包或偶联出错，采集期间的 {flat:duration} 内没有发生',
  ok: 'SCTP 没有出错',
  unused: '没有使用 SCTP：内核没有加载它',
  'Sctp.ChecksumErrors': '{n} 个在途中损坏，或网卡的 CRC32c 计算有误',
  'Sctp.OutOfBlues': '{n} 个数据包不属于本机知道的任何偶联',
  'Sctp.InPktDiscards': '{n} 个数据包被丢弃：格式错误，或没有偶联接收',
  'Sctp.InDataChunkDiscards': '{n} 个数据块被丢弃：重复，或超出窗口',
  'Sctp.Aborteds': '{n} 个偶联因任一方的 ABORT 或重传过多而结束',
  checksum: '与由 CPU 计算校验和时作比较，并在另一端抓包：两者都正确则是网卡的问题',
  associations: '把偶联及其地址与对端比较：对端重启过、防火墙或 NAT 忘记了偶联、多条路径中有一条通向别处',
};
