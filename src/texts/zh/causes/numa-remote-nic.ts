export const numaRemoteNic = {
  title: '网卡的中断在另一个内存节点上',
  why: '在有多个内存节点（NUMA）的机器上，网卡连接在其中一个节点上。由另一节点的 CPU 处理其中断时，每一帧都要经过节点之间的链路：每个数据包耗时更多，负载高时环形缓冲区更早填满。它本身不造成丢失。',
  suspect:
    '{device} 的中断有 {share:percent} 由其自身内存节点（{node}）以外的 CPU 处理，且在 IP 之前有帧丢失',
  risk: '{device} 的中断有 {share:percent} 由其自身内存节点（{node}）以外的 CPU 处理',
  ok: '{device} 的中断有 {share:percent} 由其自身内存节点（{node}）的 CPU 处理',
  'one-node': '网卡离所有 CPU 都近：这台机器只有一个内存节点',
  'not-told': '这里没有网卡给出其内存节点，或其中断未知',
  node: '网卡的内存节点',
  cpus: '该节点的 CPU',
  allowed: '可以处理此中断的 CPU',
  look: '查明原因：irqbalance 会把中断保持在网卡所在节点，除非它没有运行，或那些 CPU 被隔离',
  move: '只让 {device} 所在节点的 CPU 处理其中断',
  'for-now': '到驱动重新加载为止有效。irqbalance 若在运行，会重新决定。',
  application: '读取数据包的程序也应在该节点上运行（numactl、CPUAffinity=）。',
};
