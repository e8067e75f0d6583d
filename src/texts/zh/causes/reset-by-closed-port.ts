export const resetByClosedPort = {
  title: '连接被拒绝：无人监听',
  why: '发往无人监听端口的 SYN 以 reset 应答：客户端立即看到 “connection refused”。服务没有启动、监听在别的地址或端口，或在另一个网络命名空间。互联网上每台主机都会因扫描而发出 reset，应用程序提前关闭时也会自己发出一些。',
  problem:
    '本机对不属于任何套接字的段发送了 {n} 个 reset[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占收到段的 {share:percent}]]',
  suspect:
    '自启动以来本机对不属于任何套接字的段发送了 {n} 个 reset[[，占收到段的 {share:percent}]]；其中哪些是拒绝不得而知',
  past: '自启动以来本机对不属于任何套接字的段发送了 {n} 个 reset，采集期间的 {flat:duration} 内没有发生',
  ok: '本机很少对不属于任何套接字的段发送 reset[[：{n} 个，占收到段的 {share:percent}]]',
  own: '不计在内：本机用来关闭自身连接的 reset',
  look: '查看访问的是哪个端口，那里是否有监听',
};
