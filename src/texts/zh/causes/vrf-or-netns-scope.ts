export const vrfOrNetnsScope = {
  title: '服务监听在其客户端所来的 VRF 之外',
  why: 'VRF 是一张独立的路由表，有属于它的设备。未绑定设备的套接字只接受来自所有 VRF 之外的设备的连接，除非 tcp_l3mdev_accept（udp_l3mdev_accept）为 1。数据包从 VRF 的设备进入的客户端会得到“连接被拒绝”或“端口不可达”，而 ss 显示有监听者在所有地址上。',
  suspect:
    '{service} 只监听在 VRF {vrf} 之外；[[{seconds:duration} 内]]有 {n} 个请求被拒绝，而这正是客户所问的',
  risk: '{service} 只监听在 VRF {vrf} 之外，而[[ {seconds:duration} 内]]有 {n} 个请求被拒绝：也许是从 {port} 进入的那些',
  ok: '本机没有 VRF',
  open: 'VRF 之外的套接字也接受从 VRF 进入的连接',
  quiet: '{n} 个服务只监听在 VRF {vrf} 之外，没有迹象表明有人在那里请求它们',
  inside: '每个服务也监听在 VRF {vrf} 之内',
  'not-known': '未采集套接字是否接受从 VRF 进入的连接',
  'vrf-is': '一个 VRF',
  'port-is': 'VRF {vrf} 的一个设备',
  listens: '{socket} 未绑定设备',
  run: '在 VRF 之内启动该服务（ip vrf exec {vrf} ...，或这样做的 systemd 单元），或用 SO_BINDTODEVICE 将其套接字绑定到 VRF',
  accept: '让未绑定设备的套接字接受来自每个 VRF 的连接',
  'all-of-them': '所有地址上的所有服务都可从每个 VRF 访问，包括本应隔离的那些。',
};
