export const unixDgramQueue = {
  title: '本地（unix）套接字的队列已满',
  why: '同一主机上的程序通过 unix 套接字通信：与系统日志、数据库、PHP。发送数据报时，接收者处可等待 net.unix.max_dgram_qlen 个：内核默认 10 个，由 systemd 设置时为 512 个。接收者慢或被阻塞时，每个发送者都随之等待（日志守护进程挂住导致 Web 服务器挂住），或丢失消息。没有任何网络上的数据包。',
  blocked:
    '{n} 个进程在等待 unix 套接字取走数据，首先是 {process}（pid {pid}）[[，在 {times} 次采集中都是如此]]',
  logged:
    'journal 至少 {n} 次无法把消息转交给 syslog 守护进程[[，最近一次在采集前 {age:duration}]]：其队列已满',
  ok: '没有进程在等待 unix 套接字取走数据',
  'not-shown': '没有采集进程在等待什么（ps -el 的 WCHAN），日志也没有提到队列已满：是否满过不得而知',
  waits: '它在睡眠，直到 unix 套接字的接收者取走数据',
  'who-is-slow': '找出不读取的接收者：unix 套接字的 Recv-Q，以及发送者连接的对象',
  'restart-receiver':
    '只对此后创建的套接字有效：请重启接收者。更长的队列只能缓冲突发，不能治好挂住的接收者。',
};
