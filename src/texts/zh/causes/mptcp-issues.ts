export const mptcpIssues = {
  title: '多路径 TCP 工作不正常',
  why: 'MPTCP 把一个连接分布在多条路径上。它需要在每个报文段中携带选项，而途中的设备会破坏它们：有的丢弃带选项的 SYN，有的修改数据使映射不再吻合，负载均衡器可能把另一条路径（join）送到不认识该连接的服务器。这时 MPTCP 退回普通 TCP，或重置那条路径：传输变慢或失去一条路径，很少丢数据。',
  problem: 'MPTCP 失败 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]]：{names}',
  suspect:
    '自启动以来 MPTCP 失败 {n} 次：{names}；时间不明[[：采集期间的 {flat:duration} 内没有发生，时间太短，不足以判断]]',
  past: '自启动以来 MPTCP 失败 {n} 次，采集期间的 {flat:duration} 内没有发生',
  ok: '没有使用 MPTCP，或没有出错',
  plain: '退回普通 TCP：对端或路径不支持 MPTCP；本身不是丢失',
  altered: '找出途中修改 TCP 数据的设备：FTP 或 SIP 网关、代理、广域网优化器',
  blocked: '找出丢弃带 MPTCP 选项（类型 30）的 SYN 的防火墙，让它放行',
  joins: '查看哪些后续路径被拒绝：两端的限制和端点，以及两者之间的 NAT 或负载均衡器',
  signals: '查看为什么无法通告地址：限制，或与其他选项（时间戳、SACK）一起放不下',
};
