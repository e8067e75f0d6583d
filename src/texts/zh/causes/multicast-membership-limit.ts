export const multicastMembershipLimit = {
  title: '套接字不能加入更多组播组',
  why: '一个套接字最多可加入 igmp_max_memberships 个 IPv4 组播组，默认 20 个。再加入一个会失败并得到 “No buffer space available”，而程序往往只把它写入日志：超出限制的数据源永远不会到达，或者因另一个程序加入了它们而到达，却无人接收（IgnoredMulti）。没有计数器统计这些拒绝。',
  suspect:
    '{device} 上恰好加入了 {limit} 个组，即一个套接字的上限，而[[ {seconds:duration} 内]]有 {n} 个组播或广播数据报无人接收：可能有程序想加入更多组',
  risk: '{device} 上恰好加入了 {limit} 个组，即一个套接字的上限：下一个会被拒绝',
  ok: '一个设备上最多加入了 {n} 个组；一个套接字可加入 {limit} 个',
  'ok-none': '没有程序加入组播组',
  'no-limit': '未采集一个套接字可加入多少个组',
  'is-joined': '{device} 上 {n} 个组之一',
  log: '在接收程序的日志中查找 “No buffer space available” 或 ENOBUFS，并清点它的组',
  applies: '只对之后加入的组有效：请重启程序。组很多时可能超出网卡的过滤能力，它便会接收所有组播。',
};
