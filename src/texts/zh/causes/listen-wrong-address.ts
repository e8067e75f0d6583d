export const listenWrongAddress = {
  title: '服务监听在别的地址上',
  why: '绑定到 127.0.0.1 或 ::1 的套接字只接受本机的连接，绑定到单个地址的套接字只接受发往该地址的连接。对其他地址而言无人监听：内核以 reset 应答，客户端立即看到 “connection refused”，而在本机上测试却是通的。许多服务有意以环回地址为默认值，以免被意外访问。',
  loopback: '{socket} 只监听环回地址：从外部连接 {protocol} 端口 {port} 的都会被拒绝',
  other: '{socket} 没有监听 {address}：抓包中到该地址端口 {port} 的 {n} 次连接尝试被拒绝',
  refusing:
    '{socket} 只监听环回地址，而本机对不属于任何套接字的报文段发送了 {n} 个 reset：若它们发往端口 {port}，原因即在此',
  untold:
    '本机对不属于任何套接字的报文段发送了 {n} 个 reset，发往哪些端口不得而知；{sockets} 个套接字只在环回地址上接受连接，多数属正常',
  ok: '{protocol} 端口 {port} 的监听者接受来自外部的连接：{socket}',
  'ok-none': '没有被访问的端口绑定在错误的地址上[[；{n} 个套接字只在环回地址上接受连接，多数属正常]]',
  bound: '只绑定到这个地址',
  asked: '被访问，并以 reset 拒绝',
  'which-port': '查看被拒绝的连接访问哪个端口',
  bind: '让 {process} 监听客户端可达的地址[[（{directive}）]]，并重启它',
  'opens-up': '此后凡能到达本机者都能到达该服务：请设置密码，并让包过滤只放行其客户端。',
  'test-here': '从另一台主机：nc -vz ADDRESS {port}。在本机上用 127.0.0.1 能通，用自己的地址则失败。',
};
