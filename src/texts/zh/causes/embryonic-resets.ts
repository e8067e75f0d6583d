export const embryonicResets = {
  title: '握手中途被 reset',
  why: '客户端发送了 SYN，得到本机监听套接字的 SYN-ACK，却以 reset 而不是最后的 ACK 应答：它不要这个连接。端口扫描器和负载均衡器的“半开”健康检查是有意为之；地址被他人伪造的主机则是因为从未请求过。互联网上每台主机都有一些。若多数握手如此结束，则是有什么在请求无人使用的连接，或客户端与服务器之间的设备在干扰。',
  problem:
    '[[在 {seconds:duration} 内]]有 {n} 次握手中途被客户端 reset[[（{rate:rate}）]]，占客户端发起的全部握手的 {share:percent}',
  past: '自启动以来有 {n} 次握手中途被客户端 reset，两次采集之间的 {flat:duration} 内没有',
  ok: '很少有握手中途被客户端 reset[[：{n} 次]]',
  'see-sources': '查看来源：单一地址是健康检查或扫描器，大量地址是来自各处的扫描，或地址被伪造的主机的应答',
  harmless: '没有程序使用中的连接因此丢失，也没有队列会满：半开连接立即被删除。',
};
