export const instanceConnectionLimit = {
  title: '云平台为此实例的会话表已满',
  why: '云平台的安全组和 NAT 在实例之外的表中记录会话（TCP、UDP 和 ICMP），表的大小随实例规格而定。表满时新会话的数据包被丢弃：新连接超时，已有的继续，而实例内所有计数器都正常。',
  problem: '因此实例的会话表已满，云平台丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect:
    '自启动以来因此实例的会话表已满，云平台丢弃了 {n} 个数据包[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来因此实例的会话表已满，云平台丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '驱动统计此实例的限额，会话表从未满过',
  'no-such-driver': '只有云平台告知的驱动（ena）才统计此项，而没有采集到任何这类数据',
  'reuse-them': '保持并重用连接，缩短空闲会话，把会话分散到更多或更大的实例',
  'guest-counts-less':
    '实例内 ss 和 netstat 显示的会话少于云平台表中的：已关闭和单向的会话会在那里保留一段时间。',
  'not-guest-table': '不是本机的连接跟踪表：那张表有自己的上限（nf_conntrack_max）。',
};
