export const serviceNotRunning = {
  title: '服务没有运行',
  why: '客户端访问的端口上，本机没有套接字在等待：服务没有启动、已崩溃、被杀掉，或在等待另一个端口。内核对 TCP 以 reset 应答，对 UDP 以“端口不可达”应答，因此客户端立即看到 “connection refused”。没有丢失数据包，任何网络设置都无济于事。',
  gone: '{socket} 在先前的采集中监听 TCP 端口 {port}，现在已无人监听[[；此后本机发送了 {resets} 个 reset]]',
  'gone-udp':
    '{socket} 在先前的采集中等待 UDP 端口 {port}，现在已无人等待；此后有 {n} 个数据报发往无人监听的端口',
  refused: 'TCP 端口 {port} 无人监听：抓包中到 {address} 的 {n} 次连接尝试被拒绝',
  asked: '被访问的 {protocol} 端口 {port} 上无人监听',
  ok: '{protocol} 端口 {port} 上有套接字在等待：{socket}',
  'ok-none': '没有被访问的端口缺少服务[[；先前监听的 {n} 个均未消失]]',
  'listened-then': '它曾在此监听',
  'refused-here': '以 reset 拒绝',
  killed: '内核因内存不足杀掉了 {process}',
  crashed: '{process} 崩溃了',
  'see-why': '查看服务是失败还是被停止，并启动它',
  'other-namespace': '它可能运行在容器中，即另一个网络命名空间，而端口没有发布：lsns -t net；docker ps。',
};
