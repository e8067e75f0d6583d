export const tcpAuth = {
  title: 'TCP 认证不匹配（MD5、TCP-AO）',
  why: '认证连接（BGP、LDP）的两端必须配置同样的密钥。一端签名而另一端没有配置，或密钥不同时，内核不作回应地丢弃每个段：会话始终建立不起来，看起来像有防火墙挡着。',
  problem: '{n} 个段未通过 TCP 认证[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来 {n} 个段未通过 TCP 认证[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个段未通过 TCP 认证，采集期间的 {flat:duration} 内没有发生',
  ok: '没有段未通过 TCP 认证',
  keys: '比较两端的密钥：NotFound 表示对端没有签名，Unexpected 表示本端没有密钥，Failure 表示密钥不同',
};
