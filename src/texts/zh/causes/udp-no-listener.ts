export const udpNoListener = {
  title: '发往无人监听端口的 UDP 数据报',
  why: '数据报发往本命名空间中没有套接字等待的端口；内核以 ICMP 错误 “port unreachable” 应答。DNS 服务器对已关闭套接字的迟到应答、发现广播和端口扫描，在每台主机上都会如此。只有当某服务应在那里监听时才是故障：未启动、正在重启，或绑定到别的地址。',
  problem:
    '{n} 个数据报发往无人监听的端口[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部数据报的 {share:percent}]]',
  suspect: '自启动以来 {n} 个数据报发往无人监听的端口：仅供了解，本身不是故障',
  past: '自启动以来 {n} 个数据报发往无人监听的端口，采集期间的 {flat:duration} 内没有发生',
  ok: '几乎没有数据报发往无人监听的端口[[：{n} 个]]',
  'start-it': '如果应当有服务：启动它，或更正它绑定的地址',
  'which-port':
    '哪个端口：tcpdump -nn -v "icmp[0] = 3 and icmp[1] = 3" 显示拒绝报文，其中含有被拒绝的数据报。',
  'not-buffer': '与接收缓冲区无关：增大缓冲区不会有任何改变。',
};
