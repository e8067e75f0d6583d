export const rxAllocFailure = {
  title: '没有内存分配接收缓冲区',
  why: '驱动每向上交出一个帧，就要向接收环补一个新缓冲区。申请发生在中断中，内核不能等待内存释放，只能动用一小块预留（vm.min_free_kbytes）。预留用尽或碎成太小的块时，接收环就会干涸，CPU 虽有空闲，网卡仍丢帧。',
  problem:
    '{device} 有 {n} 个接收缓冲区分配不到内存[[，{seconds:duration} 内]][[（{rate:rate}）]]（{counter}[[，驱动 {driver}]]）',
  suspect:
    '自启动以来 {device} 有 {n} 个接收缓冲区分配不到内存[[（平均 {rate:rate}）]]（{counter}[[，驱动 {driver}]]）；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 有 {n} 个接收缓冲区分配不到内存，采集期间的 {flat:duration} 内没有发生',
  logged: '内核记录了 {n} 次没有内存存放数据包[[；最近一次在采集前 {age:duration}]]',
  ok: '没有驱动分配接收缓冲区失败',
  failure: '没有连续的 2^{order} 页空闲内存（{process}）',
  reserve: '供中断使用的预留内存',
  look: '找出是什么用掉了内存，以及空闲内存是否碎片化：buddyinfo 的各列是 1、2、4……页的块',
  'too-high': '预留取自其他一切用途；设得过高，主机会不停地回收内存。',
};
