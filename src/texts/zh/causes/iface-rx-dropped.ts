export const ifaceRxDropped = {
  title: '接口的 RX dropped',
  why: 'rx_dropped 统计到达主机却无人接收的帧。多数情况下没有听起来那么严重：自内核 2.6.37 起，没有程序要求的协议的帧也计入此处（LLDP、STP、CDP、未知 VLAN 标签、已关闭的 IPv6），在多数网络上会不断零星出现。真正的丢失另有见证：ring（rx_missed_errors，/proc/net/dev 会把它加进该列）、backlog（softnet_stat）或驱动。',
  unhandled:
    '{device} 丢弃了 {n} 个帧[[，{seconds:duration} 内]][[（{rate:rate}）]]，没有其他计数器与之对应：是本机不使用的协议的帧，无害',
  'unhandled-maybe':
    '{device} 丢弃了 {n} 个帧[[，{seconds:duration} 内]][[（{rate:rate}）]]；很可能是本机不使用的协议的帧，但没有采集 ring 和 backlog 以作比较',
  'found-elsewhere': '{device} 丢弃的 {n} 个帧在别处已有统计：{parts}',
  past: '自启动以来 {device} 丢弃了 {n} 个帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有接口计到丢弃的帧',
  missed: 'rx_missed_errors，接收 ring：{n}',
  backlog: 'backlog 队列（softnet_stat）：{n}',
  driver: '驱动的 {counter}：{n}',
  'no-ring': '不要为此增大 ring：没有人要的帧是在 ring 之后被丢弃的。',
  'name-them':
    '查看它们是什么：tcpdump -nn -e -i {device} not ip and not ip6 and not arp。运行期间计数会停止，因为 tcpdump 接收每一个帧。',
};
