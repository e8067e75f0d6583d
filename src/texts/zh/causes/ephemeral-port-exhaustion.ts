export const ephemeralPortExhaustion = {
  title: '临时端口耗尽',
  why: '本机打开的连接从 net.ipv4.ip_local_port_range 取得本地端口，而本地地址、端口、对端地址和对端端口的组合必须唯一。到同一目的地的连接很多时（代理到后端、应用程序到数据库），包括处于 TIME_WAIT 的，端口范围就会用完：connect() 在发送 SYN 之前就以 “Cannot assign requested address” 失败。没有内核计数器统计它。',
  full: '从 {local} 到 {peer} 有 {n} 个套接字：占 ip_local_port_range 的 {range} 个端口的 {share:percent}[[，其中 {timewait} 个处于 TIME_WAIT]]',
  logged:
    '{process} 记录了 “Cannot assign requested address” 至少 {n} 次[[，最后一次在采集前 {age:duration}]]：到其目的地已没有本地端口，或者它要求了本机没有的地址',
  'as-many-waiting':
    '{n} 个套接字处于 TIME_WAIT，与 ip_local_port_range 的端口数（{range}）相当：如果它们属于同一目的地，则到它已没有端口；没有采集它们属于哪个目的地',
  'not-listed': '没有采集套接字，也没有其他迹象表明本地端口用完',
  list: '查看这些套接字属于哪个目的地',
  ok: '没有目的地占用 {range} 个本地端口中的多数[[：最多的是到 {peer} 的 {n} 个]]',
  'ok-none': '本机没有打开连接[[；有 {range} 个本地端口可用]]',
  one: '到此目的地的一个套接字；共有 {n} 个',
  pool: '让应用程序保持连接（连接池、HTTP keep-alive），而不是每个请求打开一个',
  reserve: '扩大后的范围内自己服务的端口必须先写入 net.ipv4.ip_local_reserved_ports。',
  reuse: '出站连接可在一秒后接管 TIME_WAIT 中的套接字；两端都需要时间戳。',
};
