export const dnsRateLimit = {
  title: 'DNS 查询超过云平台的限额',
  why: '云平台的解析器、时钟和元数据服务以链路本地地址应答，每个网络接口每秒只能向它们发送有限的数据包（AWS 为 1024）。超出的在实例之外被丢弃：高峰时域名无法解析，而实例内所有计数器都正常。为每个连接重新查询、每次都查询 IPv4 和 IPv6 的程序很快就会达到限额。',
  problem:
    '云平台丢弃了 {n} 个发往链路本地服务（DNS、时钟、元数据）的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect:
    '自启动以来云平台丢弃了 {n} 个发往链路本地服务（DNS、时钟、元数据）的数据包[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来云平台丢弃了 {n} 个发往链路本地服务的数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '驱动统计此实例的限额，链路本地服务的限额从未超出',
  'no-such-driver': '只有云平台告知的驱动（ena）才统计此项，而没有采集到任何这类数据',
  'cache-it':
    '在主机上运行缓存解析器（systemd-resolved、dnsmasq、unbound；Kubernetes 中为 NodeLocal DNSCache）：多数查询不必离开主机',
  'ask-less': '减少查询：减少搜索域（resolv.conf 中的 ndots），保持连接',
  'time-it':
    '测量：for i in $(seq 50); do dig +tries=1 +time=2 example.com | grep -E "Query time|timed out"; done',
};
