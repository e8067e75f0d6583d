export const ipvsDrop = {
  title: 'IPVS 没有可用的服务器，或收不到应答',
  why: 'IPVS（LVS、keepalived、ipvs 模式的 kube-proxy）把到虚拟地址的每个新连接交给其某个真实服务器。权重为 0 的服务器不再接收新连接；当全部为 0 或一个不剩时，客户端会收到“端口不可达”或一直等待。使用 masquerading 时，应答必须经本机返回：走其他路径应答的真实服务器，其源地址客户端并不认识。',
  'logged-now': '内核在两次采集之间为 {service} 记录了 “no destination available”',
  logged:
    '内核为 {service} 记录了 {times} 次 “no destination available”[[，最后一次在采集前 {age:duration}]]',
  drained: '虚拟服务 {service} 有 {servers} 个服务器，权重全为 0：新连接被拒绝',
  empty: '虚拟服务 {service} 没有服务器：到它的连接被拒绝',
  'one-way':
    '[[{seconds:duration} 内]]有 {n} 个数据包发往真实服务器，而没有任何应答经本机返回，但它们都需要（masquerading）',
  ok: '{n} 个虚拟服务都有接收新连接的服务器',
  'not-used': '本机上 IPVS 没有提供任何服务',
  'log-line': '内核自己的说明（有速率限制：实际更多）',
  'weight-zero': '权重为 0',
  look: '查看有哪些服务器，以及健康检查（keepalived、kube-proxy）为何移除了其他的',
  'way-back': '在真实服务器上抓包：其应答必须发往本机。让它的默认路由指向这里，或用源 NAT 对它隐藏客户端。',
  kubernetes: '在 Kubernetes 中，没有就绪 pod 的服务也是如此：查看 kubectl get endpoints。',
};
