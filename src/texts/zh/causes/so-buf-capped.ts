export const soBufCapped = {
  title: '套接字缓冲区被截断或固定得过小',
  why: '应用程序可以设置套接字缓冲区的大小（SO_RCVBUF、SO_SNDBUF）。内核为自身记账将该值加倍，加倍前先悄悄截断到 net.core.rmem_max 或 wmem_max。要求 20 MiB 的只得到上限，且没有错误。在 TCP 上，手工设置的缓冲区还会关闭自动调整，因此多数情况下最好不设置。',
  risk: '{n} 个套接字的缓冲区达到上限，第一个是 {socket}：它们要求的值被截断',
  'with-drops': '{socket} 的接收缓冲区达到 net.core.rmem_max 的上限，并丢弃了 {dropped} 个包',
  receive: '接收缓冲区 {size:bytes} = 2 x net.core.rmem_max：要求的不低于此值',
  send: '发送缓冲区 {size:bytes} = 2 x net.core.wmem_max：要求的不低于此值',
  ok: '没有套接字的缓冲区达到上限',
  'not-shown': '没有采集套接字的缓冲区大小（ss -m），或 net.core.rmem_max 和 wmem_max',
  restart: '然后重启应用程序：已打开的套接字保留原来的缓冲区。更大的缓冲区占用内存。',
  'on-tcp': '在 TCP 上：让应用程序完全不设置缓冲区，由 tcp_rmem 和 tcp_wmem 决定。',
};
