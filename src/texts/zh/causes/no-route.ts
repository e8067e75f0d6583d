export const noRoute = {
  title: '没有到目的地的路由',
  why: '路由表中没有数据包去向的条目：本机发出的包立即被拒绝（“network is unreachable”）并计入 OutNoRoutes；要转发的包，或其发送方无法到达的包，在到达时丢弃并计入 InNoRoutes。发送方没有返回路由的 SYN 也计入 ListenDrops：客户端得不到任何回应。',
  problem:
    '{n} 个数据包没有路由[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占待发送的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个数据包没有路由[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {n} 个数据包没有路由，采集期间的 {flat:duration} 内没有发生',
  ok: '自启动以来每个数据包都有路由',
  look: '询问内核到失败目的地走哪条路，并补上缺少的路由',
  'few-only':
    '{n} 个数据包没有路由：这样少的数目来自生成此采集包的工具的 ping、DHCP 续租，或立即放弃的应用程序',
  few: '启动时、DHCP 续租时，或采集工具的 ping 造成的少量属于正常。',
  'return-route': 'ListenDrops 与 OutNoRoutes 增加同样多：本机不知道返回路径的客户端的 SYN。',
};
