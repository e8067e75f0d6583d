export const timeWaitMany = {
  title: '大量 TIME_WAIT 套接字',
  why: '先关闭 TCP 连接的一方把地址和端口在 TIME_WAIT 中保留 60 秒，使旧连接迟到的数据包不会干扰新连接。在服务器上，成千个只占少量内存，没有丢失。在客户端上，每一个都使一个本地端口不能再用于同一目的地，端口可能用完。tcp_fin_timeout 不会缩短它；tcp_tw_recycle 会，但会破坏 NAT 后面的客户端。',
  risk: '到 {peer} 有 {n} 个连接处于 TIME_WAIT：占一个目的地可用的 {ports} 个本地端口的 {share:percent}',
  buckets:
    '{n} 个套接字处于 TIME_WAIT，为上限 tcp_max_tw_buckets（{max}）的 {share:percent}：无害；超过上限时会跳过 TIME_WAIT',
  ok: '{n} 个套接字处于 TIME_WAIT：正常，没有丢失',
  'tw-reuse': '让出站连接重用 TIME_WAIT 中的端口',
  'needs-timestamps': '只对出站连接有效，且两端都需要 TCP 时间戳。',
  'keep-alive': '更好的办法：让客户端保持连接或使用连接池，而不是每个请求一个连接',
  'not-recycle': '切勿使用 tcp_tw_recycle：它会拒绝 NAT 后面的客户端，内核 4.12 已删除它。',
};
