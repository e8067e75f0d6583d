export const locateDropSite = {
  title: '内核在何处丢弃数据包',
  why: 'dropwatch 和跟踪点 skb:kfree_skb 说明在它们运行期间，内核在哪个函数、（内核 5.17 起）因何原因丢弃数据包。并非每一个都是丢失：关闭时仍有数据的套接字、重复的包、抓包工具不要的包，都在同样的地方释放。函数随内核版本变动：位置只是线索，原因几乎就是证据。',
  suspect: '内核丢弃数据包最多的地方是 {name}：{total} 个中的 {n} 个[[，指向 {cause}]]',
  ok: '内核丢弃的全部 {total} 个数据包都属于正常释放，最多的在 {name}',
  few: '除正常释放之外几乎没有丢弃：{total} 个中的 {n} 个在 {name}[[，指向 {cause}]]',
  site: '{n} 个数据包[[，指向 {cause}]]',
  'site-benign': '{n} 个数据包，没有丢失',
  ambiguous: 'NOT_SPECIFIED 和裸地址可能是任何原因；地址需要该次启动的符号表（kallsyms）。',
  again: '带调用链，在故障发生时采集半分钟',
};
