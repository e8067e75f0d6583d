export const tunnelOverheadMtu = {
  title: '隧道的 MTU 没有为其自身的头部留出空间',
  why: '隧道把每个数据包装进另一个数据包：VXLAN 增加 50 字节，GRE 24，WireGuard 60。隧道的 MTU 必须比下层设备的 MTU 小这么多。否则满尺寸的数据包封装后就过大：被切成两片（慢，且许多网络丢弃分片）或被丢弃。小数据包能通过，因此 ping 和登录正常，而传输会卡住。',
  problem:
    '{device}（{kind}）承载 {mtu} 字节并增加 {overhead}，而下层的 {below} 只能承载 {room}；{seconds:duration} 内 {n} 个数据包过大',
  cut: '{device}（{kind}）承载 {mtu} 字节并增加 {overhead}，而下层的 {below} 只能承载 {room}；[[{seconds:duration} 内]]产生了 {n} 个分片',
  risk: '{device}（{kind}）承载 {mtu} 字节并增加 {overhead}，而下层的 {below} 只能承载 {room}',
  ok: '每个隧道都为其头部留出了空间：{device} 承载 {mtu} 字节并增加 {overhead}，{below} 承载 {room}',
  'ok-none': '没有可与下层设备比较大小的隧道',
  below: '{below} 承载 {room} 字节',
  lower: '为 {device} 设置能留出头部空间的 MTU',
  'both-ends':
    '两端以及与隧道桥接的设备应有相同的 MTU；已打开的连接会适应。还要写入网络配置，否则创建隧道的程序会再次设回旧值。',
  raise: '如果下层网络能承载更多（巨型帧，路径上的每个设备和交换机），则改为提高其 MTU。',
};
