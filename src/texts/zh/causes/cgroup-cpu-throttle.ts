export const cgroupCpuThrottle = {
  title: 'CPU 配额使应用停顿',
  why: '容器或服务可能有 CPU 配额：在每个周期（多为 100 毫秒）内可用多少 CPU 时间。用完后，该组的所有线程都停住，直到下一个周期。这段时间没有人读取套接字、接受连接：应用的队列溢出，答复晚到几十毫秒，而主机看起来却很空闲。线程很多时，几毫秒就会用完配额。',
  problem:
    'CPU 配额[[在 {seconds:duration} 内]]使 {group} 在 {share:percent} 的周期中停顿[[，占时间的 {held:percent}]]',
  suspect: 'CPU 配额自启动以来使 {group} 在 {share:percent} 的周期中停顿；时间未知',
  past: 'CPU 配额自启动以来使 {group} 在 {share:percent} 的周期中停顿，两次采集之间的 {flat:duration} 内一次也没有',
  ok: '没有 CPU 配额使某个组在超过十分之一的周期中停顿[[：最多 {share:percent}，{group}]]',
  none: '没有控制组统计过配额周期',
  quota: '该组可使用 {cpus} 个 CPU',
  twice: '给该服务 {cpus} 个 CPU 的时间',
  raise: '在设置之处提高 {group} 的 CPU 上限（pod 的 limits，容器的 --cpus），或让线程数少于它的 CPU 数',
  check: '比较 {group} 使用的 CPU 时间与其配额',
  others: '该组得到的，正是主机上其他组失去的。',
};
