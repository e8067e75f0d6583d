export const conntrackExpectFull = {
  title: '连接跟踪：期望连接表已满',
  why: 'FTP、SIP、TFTP、IRC、H.323 等协议会在第一个连接中约定后续连接。连接跟踪的 helper 随之读取，并把每个后续连接记为一个期望，使过滤规则放行、NAT 转换它。最多可容纳 nf_conntrack_expect_max 个。用尽之后，期望被拒绝，宣告它的数据包被丢弃：可以登录，但传输或通话无法开始。',
  'logged-now': '内核在两次采集之间记录了 “expectation table full”[[；可容纳 {max} 个]]',
  logged:
    '内核记录了 {times} 次 “expectation table full”[[，最后一次在采集前 {age:duration}]][[；可容纳 {max} 个]]',
  unused: '自启动以来没有 helper 宣告过连接',
  silent: '内核日志中没有这样的消息；它是唯一的迹象，而日志不一定能追溯到启动时',
  'log-line': '内核自己的说明（有速率限制：实际更多）',
  holders: '查看它们在等待谁：某个客户端或服务器不断宣告连接却从不建立，就会占满此表',
  more: '每个期望约占 250 字节内核内存，数量多时查找变慢。',
  watch: '监视：将 conntrack -L expect | wc -l 与 nf_conntrack_expect_max 比较。',
};
