export const somaxconnLow = {
  title: 'net.core.somaxconn 截短了 accept 队列',
  why: '应用程序通过 listen() 告知可以有多少连接等待接受。内核会悄悄把它截到 net.core.somaxconn：自内核 5.4 起为 4096，之前为 128。sysctl 文件中的旧行会使它在新内核上也保持很低。于是应用程序本可承受的突发会使队列溢出，客户端等待或失败。',
  busy: '{socket} 有 {n} 个连接在等待，超过 {limit} 的一半：其上限是 net.core.somaxconn，而不是应用程序自己的',
  pinned:
    'net.core.somaxconn 为 {somaxconn}，低于此内核的 4096[[（由 {file} 设置）]]，截短了 {n} 个监听套接字的队列，首先是 {socket}',
  ok: 'net.core.somaxconn（{somaxconn}）没有截短有人等待的队列',
  'overflow-told':
    'net.core.somaxconn（{somaxconn}）截短了队列，且有队列溢出：见该项（accept-queue-overflow）',
  'not-shown': '没有采集 accept 队列的上限（ss -ltn）或 net.core.somaxconn：它是否截短了队列不得而知',
  cut: '其上限等于 net.core.somaxconn：应用程序要求的不低于此值',
  restart: '之后重启应用程序：上限在其调用 listen() 时确定。队列只在使用时才占内存。',
  'restart-it': '修改后重启应用程序：{socket} 在再次调用 listen() 之前保持原上限',
};
