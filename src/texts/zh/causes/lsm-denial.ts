export const lsmDenial = {
  title: '安全模块（SELinux、AppArmor）拒绝网络访问',
  why: '除了包过滤器之外，安全模块也决定程序在网络上可以做什么：绑定端口、连接端口、发送、接收。被它拒绝的操作在程序内部失败（“Permission denied”），或在内核中消失；包过滤器没有规则统计它，从外面看一切都是开放的。每次拒绝都写入审计日志。',
  refused:
    '{module} 拒绝了 {process}[[（{domain}）]]的访问 {access}[[，端口 {port}]]，至少 {n} 次[[；最后一次在采集前 {age:duration}]]',
  traced: '跟踪丢包期间，安全模块丢弃了 {n} 个数据包',
  ok: '审计日志中没有对网络访问的拒绝',
  silent:
    '内核日志中没有拒绝记录，但审计守护进程把它们记在自己的日志（/var/log/audit/audit.log）中，而采集包里没有它',
  reason: '查看原因，以及策略的哪个开关（boolean）或端口的哪个标签会允许它',
  switches: '查看策略中与此程序有关的开关：httpd_can_network_connect 就是其中之一',
  labels: '查看策略给这个端口的类型；程序使用新端口时需要标签（semanage port -a）',
  profile: '查看生效的配置文件以及它拒绝了什么；aa-logprof 会建议缺少的规则',
  try: '暂时只放行这个程序：如果故障消失，原因就是策略',
  'less-protected': '在此期间，这个程序在主机上做的任何事都不会被拒绝，只会记录。测试后请恢复。',
  'not-off': '不要对整个主机关闭安全模块：为一个程序添加规则就够了。',
};
