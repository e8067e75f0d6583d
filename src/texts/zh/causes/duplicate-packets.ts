export const duplicatePackets = {
  title: '数据包重复到达',
  why: '路径把数据包送达了两次：网桥环路、镜像端口，或交换机不知情的 bond。TCP 会告知发送方（DSACK）并继续，因此只是浪费带宽；UDP 应用程序则会看到每个数据报两次。发送方重传已到达的数据时，同样的计数器也会上升：此时发送方把 DSACK 记为虚假重传。',
  problem: '{n} 个 TCP 段重复到达[[，{seconds:duration} 内]][[，占段总数的 {share:percent}]]',
  suspect: '自启动以来 {n} 个 TCP 段重复到达[[，占段总数的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个 TCP 段重复到达，采集期间的 {flat:duration} 内没有发生',
  ok: '很少有段重复到达[[：{n} 个，占段总数的 {share:percent}]]',
  'late-ack': '其中同样多的段此前已被确认：并非延迟发送的 ACK 丢失',
  capture: '在两端抓包：同一 IP id 在本端出现两次、在对端只有一次，说明副本产生于路径上',
};
