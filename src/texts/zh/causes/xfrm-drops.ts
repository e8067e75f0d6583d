export const xfrmDrops = {
  title: 'IPsec 丢包',
  why: 'IPsec（xfrm）无法解密、校验或匹配策略的包会被无声丢弃；只有 /proc/net/xfrm_stat 按原因计数。可能是两端不一致（只有一端仍有的安全关联、不同的密钥或策略），包到得太晚、超出重放窗口，或策略要求加密的流量以明文到达。IP、TCP 和防火墙的计数器都不动。',
  problem: 'IPsec 丢弃了 {n} 个数据包，多数计入 {counter}[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来 IPsec 丢弃了 {n} 个数据包，多数计入 {counter}[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 IPsec 丢弃了 {n} 个数据包，多数计入 {counter}，采集期间的 {flat:duration} 内没有发生',
  ok: 'IPsec 没有丢包',
  'no-state': '收到的包所属安全关联（SPI）本机没有：对端仍在用旧的，或重新协商密钥失败',
  replay: '序列号在重放窗口之外：包在途中乱序或重复，或窗口相对速率太小',
  integrity: '解密或完整性校验失败：对端密钥不同，或包已损坏',
  policy: '包不符合任何策略，或不符合策略要求的方式（明文而非加密、另一条隧道）',
  'no-way-out': '策略要求加密该包，但没有对应的安全关联：密钥交换（IKE）未建立',
  expired: '安全关联的生存期已过：重新协商密钥太晚',
  memory: '没有内存或队列可供该包使用',
  other: '原因见计数器名称',
  associations: '与对端比较策略和安全关联：SPI、地址、算法、replay-window 和生存期；阅读 IKE 守护进程的日志',
  window:
    '更大的重放窗口（strongSwan：replay_window；64 或更大，高速链路用 ESN）由 IKE 守护进程在下次重新协商时设置；切勿关闭重放保护。',
};
