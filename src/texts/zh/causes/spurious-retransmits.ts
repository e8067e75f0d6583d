export const spuriousRetransmits = {
  title: '重传了已经到达的段',
  why: 'TCP 重传了一些段，而对端回答说早已收到（DSACK）。这些段并没有丢失：它们或其确认只是比 TCP 预期的来得晚。原因是数据包在多条路径上互相超越，或链路、队列、虚拟机把它们扣留了片刻。数据没有缺失；但每次误报都会使传输变慢，而且重传次数看起来像丢包，其实并不是。',
  problem:
    '{all} 次重传中有 {n} 次多余（{share:percent}）[[，{seconds:duration} 内]]：对端早已收到这些段；重传占发送段的 {of:percent}',
  suspect:
    '自启动以来 {all} 次重传中有 {n} 次多余（{share:percent}）：对端早已收到这些段；重传占发送段的 {of:percent}；时间不明',
  past: '自启动以来 {all} 次重传中有 {n} 次多余（{share:percent}），但采集期间的 {flat:duration} 内没有重传',
  ok: '{all} 次重传中有 {n} 次多余[[（{share:percent}）]]；重传占发送段的 {of:percent}',
  none: '没有重传任何段',
  repeated: '同一时间内的全部重传',
  undone: '重传定时器过早触发的次数',
  peer: '{peer} 重复收到此连接的 {n} 个段',
  delay:
    '定时器触发过早：查找是什么把数据包扣留了 200 ms 以上（路径上的满队列、停顿的虚拟机、休眠的无线网卡）。若无法避免，可在路由上设置更长的 rto_min，让 TCP 多等一会儿。',
  order:
    '查看涉及哪些连接。若只有一条路径：查找那里逐包轮流使用的链路或会延迟的限速器；若全部涉及：查看本机的绑定（bond）或队列',
  probes: '尾部丢失探测（TLP）也算重传：对端延迟确认时，其中一些就是多余的。',
};
