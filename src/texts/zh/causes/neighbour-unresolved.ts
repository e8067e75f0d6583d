export const neighbourUnresolved = {
  title: '邻居不应答 ARP（IPv6：邻居发现）',
  why: '数据包要送往同一网络的主机或网关之前，内核先询问其 MAC 地址。得不到应答时，等待的数据包被丢弃，应用程序得到 “no route to host” 或没有任何回应。对端关机、地址或 VLAN 不同，或之间的链路断开。',
  gateway: '{device} 上的网关 {address} 不应答：经由它的数据都无法离开本网络',
  now: '{device} 上的 {address} 不应答，有数据包在等待它',
  several: '{n} 个邻居不应答；第一个是 {device} 上的 {address}',
  stale: '{device} 上的 {address} 在最后一次询问时没有应答',
  counted: '{n} 个数据包在等待邻居时被丢弃[[，{seconds:duration} 内]]',
  ok: '所有被询问的邻居都应答了',
  'ok-arp': '所有被询问的 IPv4 邻居都应答了；IPv6 的邻居未收集（ip neigh）',
  'gateway-route': '此路由经过它',
  ask: '直接询问它，并检查其链路、VLAN 和地址',
};
