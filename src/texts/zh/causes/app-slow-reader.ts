export const appSlowReader = {
  title: '应用程序读取得太慢',
  why: '到达的数据在套接字的接收缓冲区（ss 和 netstat 的 Recv-Q）中等待应用程序读取。读得比来得慢时缓冲区填满：UDP 于是丢失数据报，TCP 则让对端停止（零窗口）。网络没有问题；是程序被停止、阻塞、缺少 CPU，或在两次读取之间做自己的工作。',
  problem:
    '{socket} 读取跟不上：{used:bytes} 等待读取[[，上限 {limit:bytes}]]，{captures} 次采集中有 {times} 次都这样多',
  suspect: '采集时 {socket} 有 {used:bytes} 等待读取[[，上限 {limit:bytes}]]',
  deserted: '{socket} 的 {n} 个连接已被对端关闭而仍有未读数据：程序既不读取也不关闭它们',
  unread: '已被对端关闭（CLOSE_WAIT），{used:bytes} 未读',
  ok: '没有套接字有大量数据等待读取',
  waiting: '{used:bytes} 等待读取[[，上限 {limit:bytes}]]',
  'process-state': '进程处于状态 {state}：它完全不读取',
  'look-at-it': '查看程序不读取而在做什么：它的状态、调用栈、CPU 时间',
  'read-apart': '让程序在单独的循环中读取并把工作交给他人；更多工作进程，SO_REUSEPORT',
  'buffer-no-cure': '更大的缓冲区只缓冲突发；平均较慢的读取方无法因此改善。',
  transient: '单次采集可能只碰上一瞬间：间隔一秒看两次：ss -nump; ss -tnmp',
};
