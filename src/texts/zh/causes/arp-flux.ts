export const arpFlux = {
  title: '在错误的设备上应答 ARP（ARP flux）',
  why: 'IPv4 地址属于主机而不属于设备：arp_ignore=0 时，有两个设备在同一网络中的主机，会在听到 ARP 请求的那个设备上应答任一地址。邻居时而学到一个 MAC 地址，时而学到另一个：流量从错误的设备进入，无预兆地在设备间移动，并遇到本不为它准备的设备的反向路径过滤、规则和队列。',
  risk: '{first} 和 {second} 都在 {network} 中，各自应答对方地址的 ARP 请求',
  ok: '没有两个设备在同一网络中',
  strict: '有两个设备在同一网络中，各自只应答自己的地址',
  'not-known': '有两个设备在同一网络中；未采集它们如何应答 ARP 请求',
  'is-in': '{address} 在 {device} 上',
  watch: '从邻居处查看一个地址是否有多个 MAC 地址：在那里运行 arping -I DEVICE ADDRESS',
  ignore: '让 {device} 只应答自己的地址',
  announce: '让 {device} 只用自己的地址询问',
  'two-ways':
    '到达本设备而目的为其他设备地址的请求不再应答：依赖于此的配置（lo 或 dummy 上的地址、某些故障切换）需要各自的设备。',
  'one-network': '更简单的办法：一个网络只用一个设备，或将两者绑定（bond）。',
};
