/**
 * Names of drivers' counters that belong to one queue. What stands before the number differs by driver; each form
 * names drivers that print it (their *_ethtool.c in Linux 2.6.32 to 7.2).
 */
const forms: readonly RegExp[] = [
  // igb, ixgbe, virtio_net before 6.10, hv_netvsc, veth, igc: rx_queue_0_packets
  /^(?<direction>[rt]x)_queue_(?<number>\d+)_/,
  // mlx5, mlx4, virtio_net since 6.10: rx0_packets; ionic, mana: tx_0_pkts; hns3: txq0_dropped
  /^(?<direction>[rt]x)q?_?(?<number>\d+)_(?!to_)/,
  // i40e, ice: tx-0.packets, rx-12.bytes
  /^(?<direction>[rt]x)-(?<number>\d+)\./,
  // be2net, cxgb4: rxq0: rx_pkts
  /^(?<direction>[rt]x)q?(?<number>\d+): /,
  // ena: queue_0_rx_cnt
  /^queue_(?<number>\d+)_(?<direction>[rt]x)_/,
  // bnx2x, bnxt_en: [0]: rx_ucast_packets; qede: 0: rcv_pkts
  /^\[?(?<number>\d+)\]?: (?:(?<direction>[rt]x)_)?/,
  // gve: rx_no_buffers_posted[0]
  /^(?<direction>[rt]x)_\w+\[(?<number>\d+)\]$/,
  // atlantic: Queue[0] InPackets
  /^Queue\[(?<number>\d+)\] /,
  // nfp: rvec_0_rx_pkts
  /^rvec_(?<number>\d+)_(?<direction>[rt]x)_/,
];

/** Sizes of frames look like queue numbers: rx_64_bytes, tx_1024_to_1518_packets; no NIC has so many queues by chance. */
const frameSize = /^[rt]x_?\d+_(?:to_|byte|octet)/;

/** 'rx 0', 'tx 3', '7' without a direction; undefined when the name tells no queue. */
export function driverQueue(name: string): string | undefined {
  if (frameSize.test(name)) return undefined;
  for (const form of forms) {
    const found = form.exec(name)?.groups;
    if (!found) continue;
    const number = found['number'] ?? '';
    return found['direction'] === undefined ? number : `${found['direction']} ${number}`;
  }
  return undefined;
}
