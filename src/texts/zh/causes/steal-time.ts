export const stealTime = {
  title: '虚拟化平台没有运行虚拟 CPU',
  why: '虚拟 CPU 是虚拟化平台的一个线程。想运行的虚拟 CPU 多于真实 CPU，或该实例类型只分得一部分 CPU 时，虚拟 CPU 虽有工作也得等待：内核把这段时间计为 steal。其间没有人从接收环取包，于是接收环和队列突发溢出，而虚拟机自己看起来很空闲。',
  problem: '两次采集之间，虚拟化平台扣留了 {steal:percent} 的 CPU 时间',
  suspect: '自启动以来，虚拟化平台扣留了 {steal:percent} 的 CPU 时间；时间不明',
  seen: 'mpstat、vmstat 或 top 看到虚拟化层扣留了 {steal:percent} 的 CPU 时间',
  ok: '虚拟化平台扣留了 {steal:percent} 的 CPU 时间',
  'not-printed': '该内核不输出 steal 时间',
  share: '所有 CPU 的时间；steal 是第八个数',
  move: '请云服务商更换宿主机，或选用独占 CPU 的实例类型；突发型实例可能已用完积分',
  hidden: '有些云不显示 steal 时间：显示为零不能证明没有发生。',
};
