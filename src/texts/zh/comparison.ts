import type { comparison as english } from '../comparison.ts';

/** How readings were compared, in Simplified Chinese. Form: see ../comparison.ts. */
export const comparison: Record<keyof typeof english, string> = {
  'reboot-by-boot-id': '第 {from} 次与第 {to} 次采集之间主机重启过（boot id 不同）：计数器从重启后开始计数',
  'reboot-by-boot-time':
    '第 {from} 次与第 {to} 次采集之间主机重启过（启动时间晚于第 {from} 次采集）：计数器从重启后开始计数',
  'reboot-by-uptime': '第 {from} 次与第 {to} 次采集之间主机重启过（运行时间变短）：计数器从重启后开始计数',
  'clock-forward':
    '第 {from} 次与第 {to} 次采集之间，主机时钟被向前调整了 {seconds:duration}：时间按其运行时间计算',
  'clock-back':
    '第 {from} 次与第 {to} 次采集之间，主机时钟被向后调整了 {seconds:duration}：时间按其运行时间计算',
  're-created':
    '[[命名空间 {netns} 中的 ]]{what} 在第 {from} 次与第 {to} 次采集之间重建：此前的计数不得而知（{n} 个计数器：{names}）',
  'namespace-restarted':
    '网络命名空间 {netns} 在第 {from} 次与第 {to} 次采集之间重新创建（其容器已重启）：其计数器从那时开始计数',
  'conntrack-reloaded':
    '[[命名空间 {netns} 中]]连接跟踪的统计在第 {from} 次与第 {to} 次采集之间重新开始：模块被重新加载',
  'rules-reloaded':
    '[[命名空间 {netns} 中 ]]{what} 的规则在第 {from} 次与第 {to} 次采集之间被重新加载或清零：其计数为下限',
  reset:
    '[[命名空间 {netns} 中]][[设备 {what} 的]]计数器在第 {from} 次与第 {to} 次采集之间变小，而主机没有重启（{n} 个：{names}）：其值为此后的计数，是下限',
  wrap: '[[命名空间 {netns} 中 ]][[CPU {cpu} 的 ]]{counter} 为 32 位，在第 {from} 次与第 {to} 次采集之间回绕',
  jitter:
    '[[命名空间 {netns} 中]][[设备 {what} 的]]计数器在第 {to} 次采集中比第 {from} 次略小（{n} 个：{names}）：这类按 CPU 求和的值并非精确到个位，不是清零',
  within: '第 {from} 次采集中有 {n} 个计数器先后读取两次而值不同（{names}）：采集期间它们在上升',
  capture: '第 {n} 次采集：{label}',
  'setting-changed': '{key} 由 {from} 变为 {to}',
  'setting-appeared': '新出现 {key}[[：{to}]]',
  'setting-gone': '{key} 已不存在[[（原为 {from}）]]',
  rose: '{counter} [[在 {seconds:duration} 内]]增加 {n}',
  'rose-least': '{counter} [[在 {seconds:duration} 内]]至少增加 {n}',
  logged: '{text}[[；此类消息共 {times} 条]][[，历时 {seconds:duration}]]',
  restarted: '主机启动',
  'level-rose': '[[主机启动 {restart:duration} 后，]]{column} 的平均值由 {before} 升至 {after}',
  'level-fell': '[[主机启动 {restart:duration} 后，]]{column} 的平均值由 {before} 降至 {after}',
  part: '其中 {counter} 占 {n}',
  'gap-before-ip':
    '设备收到的一些帧，IP 没有收到，而 IP 层没有计数器说明原因。发往其他地址的帧计入 rx_otherhost_dropped；' +
    '不留痕迹的有：通用模式的 XDP 程序、取走帧的 tc 或 eBPF 程序、VLAN 过滤，以及 IP 以外的协议（ARP）',
  'gap-within-ip':
    'IP 收到的一些数据包，既没有上交也没有转发，而采集到的计数器都没有说明原因：可能是规则不在采集包中的包过滤器，' +
    '也可能是无人加入的组播',
  'peer-receiver-from-there':
    '丢在本机：对端发送的 {sent} 个段中有 {again} 个被重发，本机丢弃了 {lost} 个[[（{counters}）]]',
  'peer-receiver-from-here':
    '丢在对端：本机发送的 {sent} 个段中有 {again} 个被重发，对端丢弃了 {lost} 个[[（{counters}）]]',
  'peer-sender-from-there':
    '丢在对端，尚未发出：对端发送的 {sent} 个段中有 {again} 个被重发，它在发送时丢弃了 {lost} 个[[（{counters}）]]',
  'peer-sender-from-here':
    '丢在本机，尚未发出：本机发送的 {sent} 个段中有 {again} 个被重发，本机在发送时丢弃了 {lost} 个[[（{counters}）]]',
  'peer-path-from-there':
    '丢在途中：对端发送的 {sent} 个段（其中 {again} 个为重发）中有 {arrived} 个到达本机，缺少的 {missing} 个两端都没有丢弃',
  'peer-path-from-here':
    '丢在途中：本机发送的 {sent} 个段（其中 {again} 个为重发）中有 {arrived} 个到达对端，缺少的 {missing} 个两端都没有丢弃',
  'peer-unclear-from-there':
    '对端发送的 {sent} 个段中有 {again} 个被重发，而本机一个不缺：应答丢失，或它还与其他主机通信',
  'peer-unclear-from-here':
    '本机发送的 {sent} 个段中有 {again} 个被重发，而对端一个不缺：应答丢失，或本机还与其他主机通信',
  'peer-nowhere-from-there': '从对端到本机没有丢失：{sent} 个段中有 {again} 个被重发',
  'peer-nowhere-from-here': '从本机到对端没有丢失：{sent} 个段中有 {again} 个被重发',
  'baseline-worse': '{counter}：现为 {now}，基线为 {base}；按基线速率应为 {expected}',
  'baseline-only-here': '{counter}：此处为 {now}，基线中为零，而按此处的速率基线中应有 {expected}',
  'baseline-not-cured': '未解决：{counter} 计到 {now}，与基线相同（{base}；应为 {expected}）',
  'baseline-better': '{counter}：{now}，少于按基线速率（{base}）应有的 {expected}',
  'baseline-too-little': '{counter}：流量太少，无法判断（现为 {now}，基线为 {base}，应为 {expected}）',
  'baseline-cured': '已解决：{counter} 没有增加，按基线速率（{base}）应为 {expected}',
  duplicate: '第 {of} 次采集给出了两次：{label} 与之相同，已略去',
  'order-by-growth': '没有信息说明 {label} 的采集时间：将其排在使最多计数器上升的位置',
  'order-unknown': '没有信息说明 {label} 的采集时间：各次采集按名称顺序比较',
};
