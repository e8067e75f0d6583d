export const energyEfficientEthernet = {
  title: '出故障的链路启用了节能以太网',
  why: '使用节能以太网（EEE）时，链路两端在帧之间让链路休眠，并为下一帧唤醒它。有些网卡与交换机的组合不能及时唤醒：最初的帧损坏或丢失，而本机没有计数器能看到，或链路短暂断开。大多数链路休眠时没有任何问题。',
  flaps: '{device} 启用了 EEE，且其链路中断：这可能就是两端不一致之处',
  wakes: '{device} 启用了 EEE，其 PHY 有 {n} 次没有及时唤醒[[，{seconds:duration} 内]]',
  ok: '没有链路启用 EEE',
  harmless: '{device} 启用了 EEE，没有迹象表明它有问题',
  active: '链路两端在帧之间休眠',
  down: '链路断开',
  off: '关闭 {device} 的 EEE，看故障是否随之消失',
  keep: '使其在重启后保持关闭',
  resets: '两端重新协商期间，链路会断开几秒。',
  test: '没有计数器能解释的丢失，多为停顿之后最初的数据包：在一端关闭 EEE 试试。',
};
