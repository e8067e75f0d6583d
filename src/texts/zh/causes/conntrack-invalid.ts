export const conntrackInvalid = {
  title: '被连接跟踪判为 INVALID 的数据包遭丢弃',
  why: '连接跟踪会跟随每个 TCP 连接。不属于任何已知连接的数据包（超出窗口、没有看到连接的开头、校验和错误、没有对应请求的应答）就是 INVALID。内核并不丢弃它，但它不属于已知连接，NAT 也不转换它；“ctstate INVALID -j DROP” 规则会将其丢弃。任何网络上都有少量：双方都已关闭的连接的最后一个 RST。数量多则说明连接的两个方向走不同的路，而本机只看到其中一个：连接停滞并被重置。',
  problem:
    '规则 {rule} 将 {n} 个数据包作为 INVALID 丢弃[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达量的 {share:percent}]]',
  suspect: '规则 {rule} 自加载以来将 {n} 个数据包作为 INVALID 丢弃[[，占到达量的 {share:percent}]]；时间不明',
  uncounted:
    '规则 {rule} 丢弃 INVALID 数据包但不计数；连接跟踪判定了 {n} 个[[，{seconds:duration} 内]][[，占到达量的 {share:percent}]]',
  past: '规则 {rule} 自加载以来将 {n} 个数据包作为 INVALID 丢弃，采集期间的 {flat:duration} 内没有发生',
  ok: '连接跟踪没有判定任何 INVALID 数据包',
  noise:
    '规则将 {n} 个数据包作为 INVALID 丢弃[[，占到达量的 {share:percent}]]：如此之少，只是已结束连接的迟到数据包',
  'not-dropped': '{n} 个数据包为 INVALID，但没有已知的规则丢弃它们',
  'no-rule': '没有规则丢弃 INVALID 数据包',
  'sent-again': '同一时间内 TCP 重传了 {n} 个报文段：它等待的 ACK 可能就在其中',
  'log-names': '内核说明了其中一个的问题所在',
  'see-which':
    '查看是哪些数据包，以及其反方向是否也经过本机：没看到最初的 SYN，或只看到一半流量，跟踪就无法进行',
  'log-them':
    '对 TCP，内核会给出原因：sysctl -w net.netfilter.nf_conntrack_log_invalid=6，查看 dmesg，然后设回 0。',
  'be-liberal': '只把窗口之外的 RST 视为 INVALID',
  'weaker-check': '窗口错误的伪造报文段也会通过。先查找反方向的路径：这只掩盖非对称路径，并不修复它。',
};
