export const tcpInErrors = {
  title: '格式错误的 TCP 段',
  why: 'InErrs 统计因格式错误被丢弃的 TCP 段：校验和错误（也计入 InCsumErrors）、头部过短，以及发往已有连接的 SYN（TCPSYNChallenge）。除去后者和校验和错误之后，剩下的是头部损坏：扫描器，或截断段的中间设备。',
  problem: '{n} 个 TCP 段格式错误[[，{seconds:duration} 内]]，不含校验和错误',
  suspect: '自启动以来 {n} 个 TCP 段格式错误，不含校验和错误；时间不明',
  past: '自启动以来 {n} 个 TCP 段格式错误，采集期间的 {flat:duration} 内没有发生',
  ok: '没有格式错误的 TCP 段[[，只有 {checksum} 个校验和错误]][[；{syn} 个发往已有连接的 SYN 也计入其中]]',
  capture: '查看到达的是什么：发送者和标志位能区分扫描器与中间设备',
};
