export const fdExhaustion = {
  title: '文件描述符耗尽',
  why: '每个连接都是一个打开的文件。当进程打开的数量达到其上限（ulimit -n、LimitNOFILE），或整台主机达到 fs.file-max 时，accept() 和 connect() 失败并报 “Too many open files”。已建立的连接继续工作；新的连接在 accept 队列中等待直至溢出，因此客户端看到的是超时而不是错误。程序没有随之关闭的已断开连接（CLOSE_WAIT）也会耗尽描述符。',
  'system-full': '整台主机打开了 {used} 个文件，上限 fs.file-max 为 {max}',
  'process-full': '{process} 打开了 {used} 个套接字，而其上限是 {max} 个打开的文件',
  reached:
    '{process} 已把其上限允许的 {max} 个描述符中的最后一个用于套接字[[，且有 {waiting} 个连接等待它接受]]',
  'logged-system': '内核日志称已达到 fs.file-max[[，最近一次在采集前 {age:duration}]]',
  logged: '{process} 至少 {n} 次记录 “Too many open files”[[，最近一次在采集前 {age:duration}]]',
  'system-near': '整台主机打开了 {used} 个文件：为上限 fs.file-max（{max}）的 {share:percent}',
  'process-near': '{process} 打开了 {used} 个套接字：为其可打开的 {max} 个文件的 {share:percent}',
  ok: '文件描述符离上限还远[[：整台主机 {max} 中用了 {used}]][[；最接近的是 {process}，有 {sockets} 个套接字，上限为 {limit} 个文件]]',
  'ok-host': '整台主机离打开文件的上限还远：{max} 中用了 {used}；没有采集每个进程可打开多少文件',
  'not-accepted':
    '{n} 个连接等待 {process} 接受，而没有采集其打开文件的上限或已打开的文件：是否达到上限不得而知',
  last: '其描述符 {fd} 是上限以下的最后一个',
  waits: '{n} 个连接等待被接受',
  'not-shown': '没有采集 fs.file-nr 和进程的上限，日志也没有提到该上限：是否达到过不得而知',
  files: '整台主机打开的文件及其上限',
  limit: '其上限；除 {used} 个套接字外还有其他文件',
  'who-holds': '查看哪些进程占用的描述符最多，旁边是其上限（软、硬）',
  leak: '查看它们是什么：大量 CLOSE_WAIT 套接字是程序泄漏，再高的上限也不够',
  'raise-process': '把 {process} 的上限提高到 {to}，直到它重启',
  'raise-unit': '在其单元（{unit}）的文件中保持该上限',
  'raise-elsewhere':
    '使 {process} 的上限在重启后仍有效：其单元的 LimitNOFILE、容器的 --ulimit nofile，或登录会话用的 /etc/security/limits.conf',
  'leak-grows': '如果程序泄漏描述符，更高的上限只会让它晚些失败。',
  'kernel-memory': '每个打开的文件约占 1 KiB 内核内存。',
};
