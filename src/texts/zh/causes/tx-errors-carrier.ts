export const txErrorsCarrier = {
  title: '发送错误与载波丢失',
  why: '网卡无法把帧送上线路：发送时载波丢失、冲突过多而放弃，或发送途中数据不足。发送方向的丢失比接收方向少见，几乎总是链路本身的问题：线缆、光模块、端口，或两端速率与双工不一致。',
  problem:
    '{device} 有 {n} 个帧发送失败[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]：{counter}',
  suspect:
    '自启动以来 {device} 有 {n} 个帧发送失败[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]：{counter}；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 有 {n} 个帧发送失败（{counter}），采集期间的 {flat:duration} 内没有发生',
  ok: '没有网卡发送失败',
  'no-wire': '这里没有使用线缆的设备',
  'both-ends': '两端都设为自动协商（千兆铜缆必须如此），并检查线缆',
  'link-goes-down': '链路会短暂中断。',
  'not-queue': '不是发送队列已满：那种帧计入 tx_dropped 和 tc -s qdisc。',
};
