export const firewallRulesetSlow = {
  title: '包过滤有数千条依次检查的规则',
  why: '一个链的规则逐条检查，直到某条作出决定。若有数千条（每个地址一条规则的黑名单），每个数据包耗费的 CPU 相当于多次接收它，而且是在接收它的 CPU 上的软中断中：主机能处理的数据包变少，在环形缓冲区或 backlog 处开始丢包。集合（set）一步就能在百万个地址中找到一个。',
  problem:
    '每个数据包要与 {chain} 中多达 {rules} 条规则比较，而 CPU {cpu} 有 {softirq:percent} 的时间在软中断中',
  risk: '每个数据包要与 {chain} 中多达 {rules} 条规则比较；不知道 CPU 因此有多忙',
  ok: '最长的链有 {rules} 条规则（{chain}）',
  'ok-none': '包过滤没有规则',
  spared: '{chain} 有 {rules} 条规则，但已知连接的数据包在此之前就被接受：只有新连接付出代价',
  'has-room': '{chain} 有 {rules} 条规则，而没有 CPU 在软中断中的时间超过 {softirq:percent}',
  'first-rule': '{rules} 条规则中的第一条',
  busy: 'CPU {cpu}：{softirq:percent} 在软中断中',
  profile: '查看时间花在哪里：ipt_do_table 或 nft_do_chain 居首就是证明',
  'use-sets':
    '把地址放入集合（ipset create NAME hash:net，一条规则 -m set --match-set NAME src；nft：命名集合），并首先接受 ESTABLISHED,RELATED。在删除旧规则之前先与其并行试用。',
};
