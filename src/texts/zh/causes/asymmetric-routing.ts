export const asymmetricRouting = {
  title: '应答走的路与请求来的路不同',
  why: '本机在多个设备上有地址，而只按目的地选择出口。客户端向某个设备的地址打开连接，应答却经由默认路由指定的另一个设备发出，带着不属于那里的地址：只看到这一半会话的防火墙、路由器和云网络会将其丢弃。SYN 到达，SYN-ACK 发出，却始终得不到确认。',
  problem:
    '到 {address}（{device}）的 {n} 个连接在等待客户端的 ACK，没有一个建立：其 SYN-ACK 从 {out} 发出，即通往这些客户端的路由所指',
  ok: '每个地址都由其自己的设备应答，或有规则保证',
  works: '{address}（{device}）的客户端经由 {out} 得到应答，其连接已建立：那条路上没有丢弃',
  waits: '{client} 的 SYN 已到达，其应答未被确认',
  'route-is': '通往客户端的路由',
  'address-is': '{device} 的地址，它不在那条路上',
  compare: '查看两个方向：SYN 从 {device} 进入，SYN-ACK 从 {out} 发出',
  rule: '让带有此源地址的数据从其自己的设备发出：单独的路由表和规则',
  'rule-how': '其他流量仍走原路。规则在下次启动时消失：还要写入发行版的网络配置。',
};
