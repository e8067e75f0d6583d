export const socketFilterOrEbpf = {
  title: '套接字或 cgroup 上的过滤器丢弃数据包',
  why: '程序可以在自己的套接字上挂过滤器（SO_ATTACH_FILTER、eBPF），容器管理器或 systemd 可以在一整组进程（cgroup）上挂过滤器：单元的 IPAddressDeny= 就是这样工作的。被它拒绝的数据包在包过滤器放行之后消失：没有规则统计它，tcpdump 仍能看到它。UDP 把这样的数据报记为没有原因的接收错误，TCP 则完全不计。',
  traced: '内核被观察到丢弃的 {total} 个数据包中，有 {n} 个由套接字或 cgroup 上的过滤器丢弃',
  problem:
    '{rest} 个 UDP 数据报被拒绝[[，{seconds:duration} 内]]而没有自己的计数器，且有过滤器挂在 cgroup 上',
  suspect: '自启动以来 {rest} 个 UDP 数据报被拒绝而没有自己的计数器，且有过滤器挂在 cgroup 上；时间不明',
  ok: '没有迹象表明套接字或 cgroup 上的过滤器丢弃数据包[[；有 {n} 个过滤器挂在 cgroup 上]]',
  site: '{n} 个数据包',
  program: '挂在 {cgroup} 上：{hook}',
  unexplained: '这 {n} 个中有 {rest} 个没有说明原因的计数器',
  socket: '{socket} 丢弃的恰好一样多：过滤器在它上面，或在它的 cgroup 上',
  look: '查看哪个过滤器挂在哪里，是谁挂上的',
  unit: '查看该单元允许什么：IPAddressDeny= 和 IPAddressAllow= 就是这样的过滤器',
  purpose: '多数过滤器是有意挂上的：去掉之前先问其所有者。',
};
