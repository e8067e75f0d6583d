export const linkFlap = {
  title: '链路反复断开与恢复',
  why: '网络设备的载波丢失后又恢复：线缆或光模块损坏、交换机端口重启、两端不一致的节能模式（EEE），或驱动重置网卡。断开期间一切丢失；恢复之后，交换机可能还需半分钟的生成树计算才会转发。',
  problem: '{device} 的链路状态变化了 {n} 次[[，{seconds:duration} 内]]',
  logged: '内核记录 {device} 的链路断开了 {n} 次[[；最后一次在采集前 {age:duration}]]',
  suspect: '自启动以来 {device} 的链路状态变化了 {n} 次[[，每天 {perDay} 次]]；时间不明',
  ok: '没有链路断开[[；{device} 自启动以来变化了 {n} 次]]',
  down: '链路断开',
  eee: '该设备启用了节能以太网（EEE）',
  physical: '更换线缆或光模块，换一个交换机端口，并查看对端端口的计数器',
  'eee-off': '关闭节能以太网（EEE）以作试验',
  admin: '管理员、NetworkManager 或驱动（MTU、ring 大小）也会有意断开链路：请核对时间。',
};
