export const cpuPowerStates = {
  title: '为节能而深度休眠或低速运行的 CPU',
  why: '空闲的 CPU 会休眠，唤醒需要最多几百微秒；节能的 governor 很晚才提高频率。在此期间到来的突发在接收环形缓冲区中等待：10 Gb/s 时，小的环在更短的时间内就满了。其标志是主机几乎空闲，环中却有丢失。',
  suspect:
    '{device} 在接收环形缓冲区中丢失了 {n} 帧，而 CPU 有 {idle:percent} 的时间空闲：它们可能唤醒或提速太晚（[[{what}]][[空闲状态，{latency} us]]）',
  ok: '这里没有什么妨碍 CPU 及时就绪',
  harmless: 'CPU 在节能（[[{what}]][[空闲状态，{latency} us]]），但空闲时没有环丢失帧',
  slow: '它以时间为代价节能',
  profile: '让 tuned 使 CPU 随时准备处理数据包',
  governor: '让 CPU 全速运行',
  shallow: '不使用唤醒需要超过 {limit} 微秒的空闲状态',
  costs: '更多耗电和发热；其他 CPU 的睿频空间更小。',
  'ring-first': '更大的环和自适应中断调节也能覆盖唤醒的时间，且代价更小。',
  look: '查看 CPU 允许的状态，以及固件的设置（BIOS 配置、C-state）',
  guest: '虚拟机不能决定这一点：以虚拟化平台的设置为准。',
};
