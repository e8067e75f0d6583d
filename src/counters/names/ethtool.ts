import type { Layer } from '../../model.ts';
import type { Bad, Direction } from './row.ts';

/** Layer, direction, whether its rise is a loss, meaning, ids of the causes it speaks for. */
export type Pattern = readonly [RegExp, Layer, Direction, Bad, meaning: string, causes?: string];

/**
 * Names of `ethtool -S` by driver, as `ethtool -i` prints it: a driver is of a family when one of the family's words is
 * its name or its name up to a '_' or '-'. Tested against the name as printed. Source: the drivers' *_ethtool.c, Linux 7.2.
 */
// biome-ignore format: a table, one pattern per line
export const drivers: Readonly<Record<string, readonly Pattern[]>> = {
  'e1000 e1000e igb igc': [
    [/^rx_no_buffer_count$/, 'nic', 'in', 'context', 'ring momentarily empty; loss only if rx_missed_errors rises', 'ring-buffer-overflow'],
    [/^rx_missed_errors$/, 'nic', 'in', 'bad', 'NIC FIFO full', 'ring-buffer-overflow'],
  ],
  'e1000e igb': [
    [/^(rx_dma_failed|tx_dma_failed)$/, 'driver', 'in', 'bad', 'DMA map failed', 'nic-hang-reset'],
  ],
  'e1000 e1000e igb': [
    [/^rx_(long|short)_length_errors$/, 'wire', 'in', 'bad', 'frame length', 'oversize-frames'],
  ],
  'igb igc': [
    [/^rx_queue_\d+_(drops|csum_err|alloc_failed)$/, 'nic', 'in', 'bad', 'per queue', 'ring-buffer-overflow rx-alloc-failure'],
  ],
  'ixgbe': [
    [/^rx_no_dma_resources$/, 'nic', 'in', 'bad', 'no descriptor', 'ring-buffer-overflow'],
    [/^rx_missed_errors$/, 'nic', 'in', 'bad', 'packet buffer full', 'ring-buffer-overflow'],
    [/^fdir_(miss|overflow)$/, 'driver', 'in', 'good', 'flow director, not loss'],
    [/^(alloc_rx_page_failed|alloc_rx_buff_failed)$/, 'driver', 'in', 'bad', 'memory', 'rx-alloc-failure'],
    [/^(rx|tx)_flow_control_xo(n|ff)$/, 'wire', 'in', 'context', '802.3x', 'pause-frames'],
    [/^(rx|tx)_pb_\d+_px(on|off)$/, 'wire', 'in', 'context', 'PFC', 'pause-frames'],
  ],
  'i40e': [
    [/^port\.rx_discards$/, 'nic', 'in', 'bad', 'port buffer full', 'nic-phy-buffer-discard ring-buffer-overflow'],
    [/^(port\.tx_dropped_link_down|veb\.(rx|tx)_discards|rx_discards)$/, 'wire', 'in', 'context', 'switch element discards', 'iface-rx-dropped device-down'],
    [/^port\.(rx_crc_errors|illegal_bytes|mac_(local|remote)_faults|rx_csum_bad)$/, 'wire', 'in', 'bad', 'phy', 'crc-errors'],
  ],
  'ice': [
    [/^rx_dropped\.nic$/, 'nic', 'in', 'bad', 'port drops', 'ring-buffer-overflow'],
    [/^(rx_(undersize|oversize|jabber|fragments|crc_errors|csum_bad|eipe_error)|tx_errors|tx_timeout|tx_dropped_link_down)\.nic$/, 'wire', 'in', 'bad', 'port errors', 'crc-errors oversize-frames'],
  ],
  'iavf': [
    [/^rx_discards$/, 'nic', 'in', 'bad', 'VF discards', 'ring-buffer-overflow'],
  ],
  'mlx4': [
    [/^(rx_dropped|rx\d+_dropped|rx_fifo_errors|rx_over_errors)$/, 'nic', 'in', 'bad', 'no buffer', 'ring-buffer-overflow'],
    [/^(rx|tx)_pause(_duration|_transition)?(_prio_\d)?$/, 'wire', 'in', 'context', 'flow control', 'pause-frames'],
  ],
  'mlx5': [
    [/^rx_out_of_buffer$/, 'nic', 'in', 'bad', 'no receive WQE (host too slow)', 'ring-buffer-overflow'],
    [/^rx_discards_phy$/, 'nic', 'in', 'bad', 'port buffer full', 'nic-phy-buffer-discard'],
    [/^rx_prio\d_(buf_discard|cong_discard|discards)$/, 'nic', 'in', 'bad', 'per priority', 'nic-phy-buffer-discard'],
    [/^rx_steer_missed_packets$/, 'driver', 'in', 'context', 'no steering match', 'vlan-or-mac-filter-drop'],
    [/^rx_(crc_errors|symbol_err|pcs_symbol_err|in_range_len_errors|out_of_range_len|oversize_pkts|undersize_pkts|fragments|jabbers|err_lane_\d)_phy$/, 'wire', 'in', 'bad', 'phy', 'crc-errors oversize-frames'],
    [/^rx_oversize_pkts_(buffer|sw_drop)$/, 'wire', 'in', 'bad', 'larger than buffer', 'oversize-frames'],
    [/^(rx|tx)_(pause_ctrl_phy|prio\d_pause\w*|global_pause\w*)$/, 'wire', 'in', 'context', 'flow control', 'pause-frames'],
    [/^tx_pause_storm_(warning|error)_events$/, 'wire', 'out', 'bad', 'stall watchdog', 'pause-frames'],
    [/^outbound_pci_stalled_(rd|wr)(_events)?$/, 'nic', 'in', 'bad', 'PCIe credit starvation', 'pcie-bottleneck'],
    [/^(outbound_pci_buffer_overflow)$/, 'nic', 'in', 'bad', 'PCIe overflow', 'pcie-bottleneck'],
    [/^rx_buffer_passed_thres_phy$/, 'nic', 'in', 'context', 'buffer above threshold', 'nic-phy-buffer-discard'],
    [/^(link_down_events_phy|module_(unplug|bus_stuck|high_temp|bad_shorted))$/, 'wire', 'in', 'bad', 'link/module', 'link-flap'],
    [/^(rx\d*_buff_alloc_err|rx\d*_wqe_err|tx\d*_cqe_err|rx\d*_recover|tx\d*_recover)$/, 'driver', 'in', 'bad', 'driver', 'rx-alloc-failure nic-hang-reset'],
    [/^(tx\d*_(queue_)?(dropped|stopped)|tx_discards_phy|tx_errors_phy)$/, 'driver', 'out', 'bad', 'transmit', 'tx-queue-stopped'],
    [/^dev_internal_queue_oob$/, 'nic', 'in', 'bad', 'device queue out of buffer', 'ring-buffer-overflow'],
  ],
  'bnxt': [
    [/^(\[\d+\]: )?rx_(discards|errors|buf_errors|l4_csum_errors|resets)$/, 'nic', 'in', 'bad', 'per ring', 'ring-buffer-overflow'],
    [/^(rx_total_(ring_discards|oom_discards|buf_errors|netpoll_discards)|tx_total_ring_discards|total_missed_irqs|rx_total_resets)$/, 'nic', 'in', 'bad', 'totals', 'ring-buffer-overflow rx-alloc-failure'],
  ],
  'bnx2x': [
    [/^(rx_brb_discard|rx_brb_truncate|rx_discards|rx_phy_ip_err_discards|rx_skb_alloc_discard|rx_mf_tag_discard)$/, 'nic', 'in', 'bad', 'buffer discards', 'nic-phy-buffer-discard ring-buffer-overflow'],
    [/^(tx_exhaustion_events|recoverable_errors|unrecoverable_errors)$/, 'driver', 'out', 'bad', 'device errors', 'nic-hang-reset'],
  ],
  'bnx2': [
    [/^rx_(fw_|ftq_)?discards$/, 'nic', 'in', 'bad', 'discards', 'ring-buffer-overflow'],
  ],
  'tg3': [
    [/^rx_discards$/, 'nic', 'in', 'bad', 'no descriptor', 'ring-buffer-overflow'],
    [/^(dma_(read|write)(_prio)?q_full|rxbds_empty|rx_threshold_hit)$/, 'nic', 'in', 'context', 'pressure', 'ring-buffer-overflow'],
  ],
  'virtio_net': [
    [/^rx(_queue_)?_?\d+_drops$/, 'driver', 'in', 'bad', 'guest-side drops', 'virtio-vhost-starved'],
    [/^tx(_queue_)?_?\d+_(tx_timeouts|xdp_tx_drops)$/, 'driver', 'out', 'bad', 'tx', 'nic-hang-reset'],
  ],
  'vmxnet3': [
    [/^\s*pkts rx OOB$/, 'nic', 'in', 'bad', 'no ring buffer (device)', 'ring-buffer-overflow'],
    [/^\s*(drv dropped rx total|rx buf alloc fail|pkts rx err|err|fcs)$/, 'driver', 'in', 'bad', 'driver drops', 'rx-alloc-failure crc-errors'],
    [/^\s*(ring full|pkts tx discard|drv dropped tx total)$/, 'driver', 'out', 'bad', 'tx', 'tx-queue-stopped'],
  ],
  'ena': [
    [/^(bw_(in|out)|pps|conntrack|linklocal)_allowance_exceeded$/, 'driver', 'in', 'bad', 'cloud allowance exceeded', 'instance-bandwidth-pps-limit instance-connection-limit dns-rate-limit'],
    [/^(queue_\d+_rx_)?(empty_rx_ring|refil_partial|page_alloc_fail|skb_alloc_fail|bad_desc_num|csum_bad)$/, 'nic', 'in', 'bad', 'rx ring', 'rx-alloc-failure ring-buffer-overflow'],
    [/^(tx_timeout|wd_expired|reset_fail|queue_\d+_tx_(queue_stop|missed_tx))$/, 'driver', 'out', 'context', 'tx/reset', 'nic-hang-reset tx-queue-stopped'],
  ],
  'gve': [
    [/^(rx_no_buffers_posted|rx_queue_drop_cnt|rx_dropped_pkt|rx_drops_packet_over_mru)\[\d+\]$/, 'nic', 'in', 'bad', 'rx drops', 'ring-buffer-overflow oversize-frames'],
    [/^(tx_timeouts|reset_cnt|page_alloc_fail|dma_mapping_error)$/, 'driver', 'out', 'bad', 'driver', 'nic-hang-reset rx-alloc-failure'],
  ],
  'hv_netvsc': [
    [/^(tx_send_full|tx_busy|rx_comp_busy|stop_queue|vf_tx_dropped|tx_no_memory|tx_no_space)$/, 'driver', 'out', 'context', 'VMBus backpressure', 'tx-queue-stopped'],
  ],
  'mana': [
    [/^hc_rx_discards_no_wqe$/, 'nic', 'in', 'bad', 'no WQE', 'ring-buffer-overflow'],
    [/^hc_(rx|tx)_pkt_drop_phy$/, 'nic', 'in', 'bad', 'phy drop', 'nic-phy-buffer-discard'],
  ],
  'qede': [
    [/^(no_buff_discards|brb_discards|brb_truncates|ttl0_discard|mftag_filter_discards|mac_filter_discards)$/, 'nic', 'in', 'bad', 'discards', 'ring-buffer-overflow vlan-or-mac-filter-drop'],
  ],
  'qlcnic': [
    [/^(ctx_rx_pkts_dropped_wo_rds|ctx_rx_pkts_drop_wo_sds_on_(card|host)|mac_rx_dropped|rx_dropped)$/, 'nic', 'in', 'bad', 'no descriptor', 'ring-buffer-overflow'],
  ],
  'cxgb4': [
    [/^(rx_bg\d_frames_dropped|rx_bg\d_frames_trunc|bg\d_frames_dropped)\s*$/, 'nic', 'in', 'bad', 'buffer group drops', 'ring-buffer-overflow'],
  ],
  'nfp': [
    [/^(dev_rx_discards|rx_mac_head_drop|rx_drop_events|tx_queue_drop)$/, 'nic', 'in', 'bad', 'discards', 'ring-buffer-overflow'],
  ],
  'hns3': [
    [/^rxq?\d*_?(l2_err|err_pkt_len|err_bd_num|l3l4_csum_err|non_reuse_pg|dropped)$/, 'driver', 'in', 'bad', 'per queue', 'crc-errors rx-alloc-failure'],
    [/^mac_rx_(fcs_err|jabber|oversize|undersize|fragment|bad)_?\w*_num$/, 'wire', 'in', 'bad', 'MAC', 'crc-errors oversize-frames'],
  ],
  'r8169 r8152': [
    [/^(rx_missed|rx_errors|align_errors|tx_aborted|tx_underrun)$/, 'nic', 'in', 'bad', 'chip counters (16/32-bit)', 'ring-buffer-overflow crc-errors'],
  ],
  'stmmac st_gmac': [
    [/^(rx_missed_cntr|rx_overflow_cntr|overflow_error|rx_gmac_overflow|mmc_rx_fifo_overflow|rx_buf_unav_irq)$/, 'nic', 'in', 'bad', 'FIFO/descriptor', 'ring-buffer-overflow'],
  ],
  'macb': [
    [/^rx_(resource_errors|overruns)$/, 'nic', 'in', 'bad', 'no buffer', 'ring-buffer-overflow'],
  ],
  'be2net': [
    [/^(rxq\d+: )?(rx_drops_no_frags|rx_drops_no_skbs|rx_post_fail)$/, 'nic', 'in', 'bad', 'host buffers', 'ring-buffer-overflow rx-alloc-failure'],
    [/^(rxpp_fifo_overflow_drop|rx_input_fifo_overflow_drop|pmem_fifo_overflow_drop|rx_drops_no_pbuf|rx_drops_no_erx_descr|rx_drops_mtu|rx_address_filtered|eth_red_drops)$/, 'nic', 'in', 'bad', 'adapter drops', 'nic-phy-buffer-discard vlan-or-mac-filter-drop'],
  ],
  'enic': [
    [/^(rx_no_bufs|rx_drop|rx_errors|rx_crc_errors|tx_drops)$/, 'nic', 'in', 'bad', 'adapter', 'ring-buffer-overflow'],
  ],
  'sfc': [
    [/^(port_)?rx_(nodesc_drops|nodesc_trunc|overflow|noskb_drops)$/, 'nic', 'in', 'bad', 'no descriptor', 'ring-buffer-overflow'],
    [/^(port_)?rx_(pm_discard_\w+|dp_\w+dropped_packets|pm_trunc_\w+)$/, 'nic', 'in', 'bad', 'packet memory', 'nic-phy-buffer-discard'],
  ],
  'thunder thunderx': [
    [/^rx_drop(s|_red|_overrun|_bcast|_mcast)?$/, 'nic', 'in', 'bad', 'drops', 'ring-buffer-overflow'],
  ],
  'atlantic': [
    [/^(InDroppedDma|InErrors)$/, 'nic', 'in', 'bad', 'dma drop', 'ring-buffer-overflow crc-errors'],
  ],
  'ionic': [
    [/^(hw_rx_dropped|hw_rx_missed_errors|hw_rx_over_errors|frames_rx_dropped|frames_rx_bad_\w+)$/, 'nic', 'in', 'bad', 'hw', 'ring-buffer-overflow crc-errors'],
  ],
  'fsl_dpaa2 dpaa2': [
    [/^\[hw\] rx (nobuffer discards|discarded frames|filtered frames)$/, 'nic', 'in', 'bad', 'hw', 'ring-buffer-overflow'],
  ],
  'mvneta': [
    [/^(rx_discard|rx_overrun|bad_crc_event|refill_errors|skb_alloc_errors)$/, 'nic', 'in', 'bad', 'mac', 'ring-buffer-overflow crc-errors'],
  ],
  'sky2 skge': [
    [/^(rx_fifo_overflow|fifo_overflow|rx_fcs_error)$/, 'nic', 'in', 'bad', 'mac', 'ring-buffer-overflow crc-errors'],
  ],
  'alx': [
    [/^rx_(rxf|rrd)_ov_drop_packets$/, 'nic', 'in', 'bad', 'overflow', 'ring-buffer-overflow'],
  ],
  'veth': [
    [/^(rx_queue_\d+_)?(drops|xdp_drops|xdp_tx_errors)$/, 'driver', 'in', 'bad', 'veth', 'netdev-backlog-overflow xdp-drops'],
  ],
  'fec gfar gianfar': [
    [/^(rx-dropped-frames|rx-overrun-errors|rx-busy-errors|IEEE_rx_drop|IEEE_rx_macerr|rx-crc-errors|IEEE_rx_crc)$/, 'nic', 'in', 'bad', 'mac', 'ring-buffer-overflow crc-errors'],
  ],
  'bna': [
    [/^(bpc_|rad_|rlb_rad_)?rx_drops$|rxf?\d*_frame_drops/, 'nic', 'in', 'bad', 'drops', 'ring-buffer-overflow'],
  ],
};

/** Any driver: tried after the driver's own. */
// biome-ignore format: a table, one pattern per line
export const anyDriver: readonly Pattern[] = [
  [/^rx(\d+)?_pp_(alloc_empty|alloc_waive|recycle_ring_full|recycle_cache_full)$/, 'driver', 'in', 'good', 'allocator statistics, not loss'],
  [/dropped_smbus|hwtstamp|fcoe_|_tls_drop_bypass/i, 'driver', 'both', 'good', 'not data loss: management, timestamping, FCoE'],
  [/rx.*(no_buffer|no_buf|nobuf|no_dma_resources|no_desc|nodesc|missed|out_of_buffer|overrun|overflow|fifo_err)/i, 'nic', 'in', 'bad', 'no free receive buffer / FIFO overflow', 'ring-buffer-overflow'],
  [/(crc|fcs)_?err/i, 'wire', 'both', 'bad', 'bad frame check sequence', 'crc-errors'],
  [/(align|symbol|code|frame_)err/i, 'wire', 'in', 'bad', 'physical layer errors', 'crc-errors'],
  [/(jabber|oversize|long_length|too_long|undersize|runt|fragments|short_length)/i, 'wire', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
  [/(rx|link).*(xoff|pause)/i, 'wire', 'in', 'context', 'pause received: peer tells us to stop', 'pause-frames'],
  [/tx.*(xoff|pause)|link_xoff_tx/i, 'wire', 'out', 'bad', 'pause sent: we cannot keep up', 'pause-frames'],
  [/(alloc.*fail|buff_alloc_err|alloc_err|skb_alloc)/i, 'driver', 'in', 'bad', 'buffer allocation failed', 'rx-alloc-failure'],
  [/xdp.*(drop|abort|err|full)|xdp_(drop|drops|aborted)/i, 'xdp', 'in', 'context', 'XDP verdict/problem', 'xdp-drops'],
  [/(csum|checksum).*(err|bad)|(hw_csum|csum)_err/i, 'driver', 'in', 'context', 'L4/L3 checksum seen bad', 'offload-checksum-bug'],
  [/tx.*(timeout|hang)|tx_timeout/i, 'driver', 'out', 'bad', 'transmit watchdog', 'nic-hang-reset'],
  [/tx.*(busy|queue_stopped|restart)|stop_queue|queue_stopped/i, 'driver', 'out', 'context', 'TX ring full backpressure', 'tx-queue-stopped'],
  [/(late|excess).*coll|collisions$/i, 'wire', 'out', 'bad', 'collisions', 'duplex-mismatch'],
  [/link_down_events|link_change/i, 'wire', 'both', 'bad', 'link changes', 'link-flap'],
  [/carrier/i, 'wire', 'out', 'bad', 'carrier problem', 'tx-errors-carrier'],
  [/(map_fail|dma_map|dma_mapping|seg_failed|cq_overrun|eq_overrun|missed_irqs)/i, 'driver', 'both', 'bad', 'driver/firmware fault', 'nic-hang-reset'],
  [/(steering_(discard|fail)|vlan_(drop|err)|loopback_drop)/i, 'driver', 'in', 'context', 'filtered by steering/VLAN', 'vlan-or-mac-filter-drop'],
];

/** Names that speak of drops and that nothing above explains. */
// biome-ignore format: a table, one pattern per line
export const unclassified: readonly Pattern[] = [
  [/^(?!.*(smbus|hwtstamp|fcoe|tls|xdp|mbx|arq)).*(tx|out).*(drop|discard)/i, 'driver', 'out', 'context', 'unclassified transmit drop', 'tx-queue-stopped'],
  [/^(?!.*(smbus|hwtstamp|fcoe|tls|xdp|mbx|arq|tx)).*(drop|discard|lost|trunc)/i, 'driver', 'in', 'context', 'unclassified receive drop', 'iface-rx-dropped'],
];
