export const duplicateIp = {
  title: '两台主机使用同一 IP 地址',
  why: '同一网络中的两台设备使用同一地址。每个邻居只记住最后听到的那个 MAC 地址，于是流量时而到这台、时而到那台：连接中断并被重置，服务时有时无。IPv6 在使用地址之前会先询问（重复地址检测），不使用已被占用的地址；对 IPv4，内核并不询问。',
  refused: '{device} 上的地址 {address} 未被使用：网络中另一台设备应答了它（dadfailed）',
  'logged-now': '内核在两次采集之间[[在 {device} 上]]发现了重复地址[[ {address}]][[，由 {mac} 使用]]',
  logged:
    '内核[[在 {device} 上]]发现了 {times} 次重复地址[[ {address}]][[，最后一次在采集前 {age:duration}]][[，由 {mac} 使用]]',
  swings: '{device} 上的 {address} 在 {first} 与 {second} 之间来回变化：有两台设备应答它',
  moved: '{address} 在两次采集之间从 {first} 变为 {second}：一次故障切换或更换设备',
  ok: '没有迹象表明有地址被两台主机使用',
  'log-line': '内核自己的说明',
  at: '位于 {mac}',
  ask: '询问谁应答该地址：两个 MAC 地址就是两个所有者。交换机的 MAC 地址表会给出端口',
  loop: '网络中的环路，或把帧发回的网桥，在重复地址检测看来是一样的。',
};
