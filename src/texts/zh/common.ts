import type { common as english } from '../common.ts';

/** The shared texts in Simplified Chinese. Form: see ../common.ts. */
export const common: Record<keyof typeof english, string> = {
  'not-collected': '采集包中没有 {what}[[（{reason}）]]',
  'no-packet-capture': '未检查：采集包中没有抓包文件（tcpdump -w）',
  'no-drop-trace': '未检查：采集包中没有丢包跟踪（skb:kfree_skb 的 perf script、dropwatch）',
  'no-such-counter': '本机输出的计数器中没有 {counter}[[（内核 {kernel}）]]',
  'cause-failed': '此项检查在本机数据上失败：{error}',
  'brings-it': '请客户提供：{command}',
  'counter-zero': '[[{where} 的 ]]{counter} 为 0',
  'counter-stands': '[[{where} 的 ]]{counter} 自启动以来为 {total}',
  'counter-flat': '[[{where} 的 ]]{counter} 为 {total}，[[{seconds:duration} 内]]没有变化',
  'counter-flat-short':
    '[[{where} 的 ]]{counter} 为 {total}，[[{seconds:duration} 内]]没有变化，但时间太短，不足以判断' +
    '[[：按平时速率应有 {due} 次，需要 {needed:duration} 才能看出]]',
  'counter-rose':
    '[[{where} 的 ]]{counter} [[在 {seconds:duration} 内]]增加 {n}，达到 {total}[[；为平时速率的 {times} 倍]]',
  'counter-rose-least':
    '[[{where} 的 ]]{counter} [[在 {seconds:duration} 内]]至少增加 {n}，达到 {total}[[；为平时速率的 {times} 倍]]',
  'counter-burst':
    '[[{where} 的 ]]{counter} 增加 {n}，达到 {total}，只发生在第 {from} 次与第 {to} 次采集之间：' +
    '{windows} 个窗口中的 {rising} 个[[，{seconds:duration}]][[，共 {of:duration}]]',
  'counter-burst-least':
    '[[{where} 的 ]]{counter} 至少增加 {n}，达到 {total}，只发生在第 {from} 次与第 {to} 次采集之间：' +
    '{windows} 个窗口中的 {rising} 个[[，{seconds:duration}]][[，共 {of:duration}]]',
  'counter-anew': '[[{where} 的 ]]{counter} 在两次采集之间重新开始计数，此后计到 {n}：发生过，但不一定是现在',
  'empty-ring': '{device} 把接收 ring 为空的 {n} 个瞬间计成了接收错误（{counter}）：没有因此丢失任何帧',
  'setting-is': '{key} 为 {value}',
  'set-now': '将 {key} 设为 {to}[[（现为 {from}）]]，到下次启动为止有效',
  'set-for-good':
    '使 {key} = {to} 在重启后仍然有效，写入一个比其他文件更晚读取的文件[[（现在由 {file} 设为 {old}）]]',
  'set-in-container':
    '此网络命名空间属于容器：要使 {key} = {to} 持久有效，请在启动容器的地方设置' +
    '（docker run --sysctl、compose 文件中的 sysctls:、pod 的 securityContext.sysctls）',
  'open-port': '放行 {protocol} 端口 {port}，并置于丢弃它的规则之前',
  'keep-rules': '使规则在重启后仍然有效',
  'opens-to-all':
    '此后凡能访问本机者都能访问 {protocol} 端口 {port}：可能时请写明客户端（-s ADDRESS、ip saddr）。' +
    '策略为 DROP 时，切勿在远程会话中清空规则（-F）。',
  day: 'd',
  days: 'd',
  'more-notes': '另有 {n} 条同类说明',
  'unread-line': '无法理解此行',
  'unread-value': '{name} 的值不是数字',
  'uneven-pair': '{names} 个名称对应 {values} 个值：读到两者都有为止',
  'sockets-omitted': '表太大：其中 {n} 行只计数，未逐条保留',
  'parser-failed': '{parser} 失败：{error}',
};
