export const noRoute = {
  title: '没有到目的地的路由',
  why: '路由表中没有数据包去向的条目：本机发出的包立即被拒绝（“network is unreachable”）并计入 OutNoRoutes；要转发的包，或其发送方无法到达的包，在到达时丢弃并计入 InNoRoutes。发送方没有返回路由的 SYN 也计入 ListenDrops：客户端得不到任何回应。类型为 blackhole、unreachable 或 prohibit 的路由会有意丢弃它匹配的包：对于要转发的包，只有路由统计（in_no_route）计数，且所有命名空间合在一起。',
  problem:
    '{n} 个数据包没有路由[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占待发送的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个数据包没有路由[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {n} 个数据包没有路由，采集期间的 {flat:duration} 内没有发生',
  ok: '自启动以来每个数据包都有路由',
  discards: '路由[[在 {seconds:duration} 内]]有意丢弃了 {n} 个数据包[[，占到达的 {share:percent}]]：{route}',
  'discards-boot': '自启动以来路由有意丢弃了最多 {n} 个数据包，占到达的 {share:percent}；时间不明：{route}',
  swallowed:
    '{n} 个数据包[[（{seconds:duration} 内）]]既没有上交也没有转发，占到达的 {share:percent}，而路由会有意丢弃匹配下列条目的包：{route}',
  'ok-discards': '没有数据包因缺少路由而被计数；路由会有意丢弃匹配下列条目的包，但未见这样的丢弃：{route}',
  'ok-six':
    '没有数据包因缺少路由而被计数；路由会有意丢弃匹配下列条目的包，而 IPv6 的此类丢弃无处计数：{route}',
  'drops-on-purpose': '它丢弃所匹配的包',
  meant: '这类路由常常是有意设置的：防止环路、抵御攻击，或用于其中较小的部分另有路由的地址段。',
  'look-discards': '查明是谁设置的、针对哪个目的地，以及到达的包是否应走其他路由',
  look: '询问内核到失败目的地走哪条路，并补上缺少的路由',
  'few-only':
    '{n} 个数据包没有路由：这样少的数目来自生成此采集包的工具的 ping、DHCP 续租，或立即放弃的应用程序',
  few: '启动时、DHCP 续租时，或采集工具的 ping 造成的少量属于正常。',
  'of-others': '它们都是发往本机不知道路径的地址的。如果本机不是路由器，则它们属于别人，不是本机的丢失。',
  'return-route': 'ListenDrops 与 OutNoRoutes 增加同样多：本机不知道返回路径的客户端的 SYN。',
};
