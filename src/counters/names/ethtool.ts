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
    [/^rx_queue_\d+_drops$/, 'nic', 'in', 'bad', 'per queue: no free descriptor', 'ring-buffer-overflow'],
    [/^rx_queue_\d+_alloc_failed$/, 'driver', 'in', 'bad', 'per queue: no memory for a buffer', 'rx-alloc-failure'],
    [/^rx_queue_\d+_csum_err$/, 'driver', 'in', 'context', 'per queue: checksum seen bad by the card', 'offload-checksum-bug'],
    [/^rx_(align|symbol)_errors$|^rx_crc_errors$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
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
    [/^port\.(rx_crc_errors|illegal_bytes|mac_(local|remote)_faults)$/, 'wire', 'in', 'bad', 'phy', 'crc-errors'],
    [/^port\.rx_csum_bad$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
  ],
  'ice': [
    [/^rx_dropped\.nic$/, 'nic', 'in', 'bad', 'port drops', 'ring-buffer-overflow'],
    [/^rx_(crc_errors|fragments|illegal_bytes)\.nic$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
    [/^rx_(undersize|oversize|jabber)\.nic$/, 'wire', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
    [/^rx_(csum_bad|eipe_error)\.nic$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
    [/^(tx_errors|tx_dropped_link_down)\.nic$/, 'wire', 'out', 'context', 'not sent: no link', 'tx-errors-carrier'],
    [/^tx_timeout\.nic$/, 'driver', 'out', 'bad', 'transmit watchdog', 'nic-hang-reset'],
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
    [/^rx_(crc_errors|symbol_err|pcs_symbol_err|fragments)_phy$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
    [/^rx_err_lane_\d_phy$/, 'wire', 'in', 'context', 'bit errors of one lane, mostly corrected (FEC)'],
    [/^rx_(in_range_len_errors|out_of_range_len|oversize_pkts|undersize_pkts|jabbers)_phy$/, 'wire', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
    [/^rx_oversize_pkts_(buffer|sw_drop)$/, 'wire', 'in', 'bad', 'larger than buffer', 'oversize-frames'],
    [/^(rx|tx)_(pause_ctrl_phy|prio\d_pause\w*|global_pause\w*)$/, 'wire', 'in', 'context', 'flow control', 'pause-frames'],
    [/^tx_pause_storm_(warning|error)_events$/, 'wire', 'out', 'bad', 'stall watchdog', 'pause-frames'],
    [/^outbound_pci_stalled_(rd|wr)$/, 'nic', 'in', 'context', 'percent of the last second without PCIe credits', 'pcie-bottleneck'],
    [/^outbound_pci_stalled_(rd|wr)_events$/, 'nic', 'in', 'bad', 'seconds with too few PCIe credits', 'pcie-bottleneck'],
    [/^(outbound_pci_buffer_overflow)$/, 'nic', 'in', 'bad', 'PCIe overflow', 'pcie-bottleneck'],
    [/^rx_buffer_passed_thres_phy$/, 'nic', 'in', 'context', 'buffer above threshold', 'nic-phy-buffer-discard'],
    [/^(link_down_events_phy|module_(unplug|bus_stuck|high_temp|bad_shorted))$/, 'wire', 'in', 'bad', 'link/module', 'link-flap'],
    [/^rx\d*_buff_alloc_err$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^(rx\d*_wqe_err|tx\d*_cqe_err|rx\d*_recover|tx\d*_recover)$/, 'driver', 'both', 'bad', 'queue in error, recovered', 'nic-hang-reset'],
    [/^tx\d*_(queue_)?dropped$/, 'driver', 'out', 'bad', 'dropped by the driver', 'tx-queue-stopped'],
    [/^tx\d*_(queue_)?(stopped|wake)$/, 'driver', 'out', 'context', 'send ring full for a moment', 'tx-queue-stopped'],
    [/^tx_(discards|errors)_phy$/, 'wire', 'out', 'bad', 'not sent by the port', 'tx-errors-carrier'],
    [/^rx\d*_csum_unnecessary|^rx\d*_csum_(none|complete)/, 'driver', 'in', 'good', 'who computed the checksum'],
    [/^dev_internal_queue_oob$/, 'nic', 'in', 'bad', 'device queue out of buffer', 'ring-buffer-overflow'],
  ],
  'bnxt': [
    [/^(\[\d+\]: )?rx_discards$|^rx_total_(ring|netpoll)_discards$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^rx_total_oom_discards$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^(\[\d+\]: )?rx_l4_csum_errors$|^rx_total_l4_csum_errors$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
    [/^(\[\d+\]: )?rx_(buf_errors|resets)$|^rx_total_(buf_errors|resets)$/, 'driver', 'in', 'bad', 'ring in error, reset', 'nic-hang-reset'],
    [/^(\[\d+\]: )?rx_errors$/, 'nic', 'in', 'bad', 'bad frames', 'nic-rx-errors'],
    [/^(\[\d+\]: )?tx_(discards|errors)$|^tx_total_ring_discards$/, 'driver', 'out', 'bad', 'dropped in the send ring', 'tx-queue-stopped'],
    [/^(\[\d+\]: )?missed_irqs$|^total_missed_irqs$/, 'driver', 'both', 'context', 'interrupts that the driver polled for'],
  ],
  'bnx2x': [
    [/^(\[\d+\]: )?rx_brb_(discard|truncate)$/, 'nic', 'in', 'bad', 'big receive buffer of the port full', 'nic-phy-buffer-discard'],
    [/^(\[\d+\]: )?rx_discards$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^(\[\d+\]: )?rx_phy_ip_err_discards$/, 'driver', 'in', 'context', 'IP header seen bad by the card', 'offload-checksum-bug'],
    [/^(\[\d+\]: )?rx_skb_alloc_discard$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^rx_mf_tag_discard$/, 'driver', 'in', 'context', 'VLAN tag of another partition', 'vlan-or-mac-filter-drop'],
    [/^(\[\d+\]: )?rx_csum_offload_errors$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
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
    [/^rx(_queue_)?_?\d+_drops$/, 'driver', 'in', 'bad', 'frames from the host that the guest had to drop', 'virtio-vhost-starved'],
    [/^tx(_queue_)?_?\d+_(tx_timeouts|xdp_tx_drops)$/, 'driver', 'out', 'bad', 'tx', 'nic-hang-reset'],
  ],
  'vmxnet3': [
    [/^\s*pkts rx OOB$/, 'nic', 'in', 'bad', 'no ring buffer (device)', 'ring-buffer-overflow'],
    [/^\s*rx buf alloc fail$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^\s*(pkts rx err|fcs)$/, 'wire', 'in', 'bad', 'damaged before the virtual card', 'crc-errors'],
    [/^\s*(drv dropped rx total|err)$/, 'driver', 'in', 'context', 'dropped by the driver', 'nic-rx-errors'],
    [/^\s*(pkts tx discard|drv dropped tx total)$/, 'driver', 'out', 'bad', 'dropped instead of sent', 'tx-queue-stopped'],
    [/^\s*ring full$/, 'driver', 'out', 'context', 'send ring full for a moment', 'tx-queue-stopped'],
  ],
  'ena': [
    [/^(bw_(in|out)|pps|conntrack|linklocal)_allowance_exceeded$/, 'driver', 'in', 'bad', 'cloud allowance exceeded', 'instance-bandwidth-pps-limit instance-connection-limit dns-rate-limit'],
    [/^rx_(drops|overruns)$/, 'nic', 'in', 'bad', 'no free descriptor when the frame came from the host', 'ring-buffer-overflow'],
    [/^(queue_\d+_rx_)?(empty_rx_ring)$/, 'driver', 'in', 'bad', 'ring stayed empty: no memory for buffers', 'rx-alloc-failure'],
    [/^(queue_\d+_rx_)?(page_alloc_fail|skb_alloc_fail|refil_partial)$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^(queue_\d+_rx_)?csum_bad$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
    [/^(queue_\d+_rx_)?bad_(desc_num|req_id)$/, 'driver', 'in', 'bad', 'device and driver disagree', 'nic-hang-reset'],
    [/^(tx_timeout|wd_expired|reset_fail|admin_q_pause|queue_\d+_tx_missed_tx)$/, 'driver', 'out', 'bad', 'device does not answer, reset', 'nic-hang-reset'],
    [/^queue_\d+_tx_(queue_stop|queue_wakeup)$/, 'driver', 'out', 'context', 'send ring full for a moment', 'tx-queue-stopped'],
  ],
  'gve': [
    [/^(rx_no_buffers_posted|rx_queue_drop_cnt|rx_dropped_pkt)\[\d+\]$/, 'nic', 'in', 'bad', 'no buffer posted', 'ring-buffer-overflow'],
    [/^rx_drops_packet_over_mru\[\d+\]$/, 'nic', 'in', 'bad', 'larger than the MTU', 'oversize-frames'],
    [/^(tx_timeouts|reset_cnt|dma_mapping_error)$/, 'driver', 'out', 'bad', 'device reset', 'nic-hang-reset'],
    [/^(rx_skb_alloc_fail|rx_buf_alloc_fail)(\[\d+\])?$|^page_alloc_fail$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^tx_stop\[\d+\]$/, 'driver', 'out', 'context', 'send ring full for a moment', 'tx-queue-stopped'],
  ],
  'hv_netvsc': [
    [/^(vf_tx_dropped|tx_no_memory|tx_no_space|tx_too_big)$/, 'driver', 'out', 'bad', 'dropped: no room towards the host', 'tx-queue-stopped'],
    [/^tx_send_full$/, 'driver', 'out', 'good', 'send buffer in use: sent page by page, not loss'],
    [/^(tx_busy|stop_queue|wake_queue)$/, 'driver', 'out', 'context', 'VMBus ring full for a moment', 'tx-queue-stopped'],
    [/^rx_comp_busy$/, 'driver', 'out', 'context', 'VMBus ring so full that received frames could not be acknowledged'],
    [/^rx_no_memory$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
  ],
  'mana': [
    [/^hc_rx_discards_no_wqe$/, 'nic', 'in', 'bad', 'no WQE', 'ring-buffer-overflow'],
    [/^hc_(rx|tx)_pkt_drop_phy$/, 'nic', 'in', 'bad', 'phy drop', 'nic-phy-buffer-discard'],
  ],
  'qede': [
    [/^(\d+: )?no_buff_discards$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^(brb_discards|brb_truncates)$/, 'nic', 'in', 'bad', 'big receive buffer of the port full', 'nic-phy-buffer-discard'],
    [/^ttl0_discard$/, 'driver', 'in', 'context', 'TTL already 0', 'ip-header-errors'],
    [/^(mftag_filter_discards|mac_filter_discards)$/, 'driver', 'in', 'context', 'MAC address or VLAN tag of somebody else', 'vlan-or-mac-filter-drop'],
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
    [/^rxq?\d*_?(l2_err|err_bd_num)$/, 'nic', 'in', 'bad', 'bad frames', 'nic-rx-errors'],
    [/^rxq?\d*_?err_pkt_len$/, 'nic', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
    [/^rxq?\d*_?l3l4_csum_err$/, 'driver', 'in', 'context', 'checksum seen bad by the card', 'offload-checksum-bug'],
    [/^rxq?\d*_?non_reuse_pg$/, 'driver', 'in', 'good', 'buffer not used again, not loss'],
    [/^rxq?\d*_?(vlan_err)$/, 'driver', 'in', 'context', 'VLAN tag that was not asked for', 'vlan-or-mac-filter-drop'],
    [/^rxq?\d*_?dropped$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^mac_rx_(fcs_err|fragment|bad)_?\w*_num$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
    [/^mac_rx_(jabber|oversize|undersize)_?\w*_num$/, 'wire', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
  ],
  'r8169 r8152': [
    [/^rx_missed$/, 'nic', 'in', 'bad', 'no free descriptor (a counter of 16 bits)', 'ring-buffer-overflow'],
    [/^rx_errors$/, 'nic', 'in', 'bad', 'bad frames', 'nic-rx-errors'],
    [/^align_errors$/, 'wire', 'in', 'bad', 'damaged on the wire (a counter of 16 bits)', 'crc-errors'],
    [/^(tx_aborted|tx_underrun)$/, 'wire', 'out', 'bad', 'not sent', 'tx-errors-carrier'],
  ],
  'stmmac st_gmac': [
    [/^phy_eee_wakeup_error_n$/, 'wire', 'in', 'context', 'did not wake in time from low-power idle', 'energy-efficient-ethernet'],
    [/^(rx_missed_cntr|rx_overflow_cntr|overflow_error|rx_gmac_overflow|mmc_rx_fifo_overflow|rx_buf_unav_irq)$/, 'nic', 'in', 'bad', 'FIFO/descriptor', 'ring-buffer-overflow'],
  ],
  'macb': [
    [/^rx_(resource_errors|overruns)$/, 'nic', 'in', 'bad', 'no buffer', 'ring-buffer-overflow'],
  ],
  'be2net': [
    [/^(rxq\d+: )?rx_drops_no_frags$|^rx_drops_no_erx_descr$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^(rxq\d+: )?(rx_drops_no_skbs|rx_post_fail)$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
    [/^(rxpp_fifo_overflow_drop|rx_input_fifo_overflow_drop|pmem_fifo_overflow_drop|rx_drops_no_pbuf|eth_red_drops)$/, 'nic', 'in', 'bad', 'memory of the card full', 'nic-phy-buffer-discard'],
    [/^rx_drops_mtu$/, 'nic', 'in', 'bad', 'larger than the MTU', 'oversize-frames'],
    [/^rx_address_filtered$/, 'driver', 'in', 'context', 'MAC address of somebody else', 'vlan-or-mac-filter-drop'],
  ],
  'enic': [
    [/^(rx_no_bufs|rx_drop)$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^rx_crc_errors$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
    [/^rx_errors$/, 'nic', 'in', 'bad', 'bad frames', 'nic-rx-errors'],
    [/^tx_drops$/, 'driver', 'out', 'bad', 'dropped by the card', 'tx-queue-stopped'],
  ],
  'sfc': [
    [/^(port_)?rx_(nodesc_drops|nodesc_trunc|overflow|noskb_drops)$/, 'nic', 'in', 'bad', 'no descriptor', 'ring-buffer-overflow'],
    [/^(port_)?rx_(pm_discard_\w+|dp_\w+dropped_packets|pm_trunc_\w+)$/, 'nic', 'in', 'bad', 'packet memory', 'nic-phy-buffer-discard'],
  ],
  'thunder thunderx': [
    [/^rx_drop(s|_red|_overrun|_bcast|_mcast)?$/, 'nic', 'in', 'bad', 'drops', 'ring-buffer-overflow'],
  ],
  'atlantic': [
    [/^InDroppedDma$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^InErrors$/, 'nic', 'in', 'bad', 'bad frames', 'nic-rx-errors'],
  ],
  'ionic': [
    [/^(hw_rx_dropped|hw_rx_missed_errors|hw_rx_over_errors|frames_rx_dropped)$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^frames_rx_bad_\w+$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
  ],
  'fsl_dpaa2 dpaa2': [
    [/^\[hw\] rx (nobuffer discards|discarded frames|filtered frames)$/, 'nic', 'in', 'bad', 'hw', 'ring-buffer-overflow'],
  ],
  'mvneta': [
    [/^(rx_discard|rx_overrun)$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^bad_crc_event$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
    [/^(refill_errors|skb_alloc_errors)$/, 'driver', 'in', 'bad', 'no memory for a buffer', 'rx-alloc-failure'],
  ],
  'sky2 skge': [
    [/^(rx_fifo_overflow|fifo_overflow)$/, 'nic', 'in', 'bad', 'FIFO full', 'ring-buffer-overflow'],
    [/^(rx_)?fcs_error$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
  ],
  'alx': [
    [/^rx_(rxf|rrd)_ov_drop_packets$/, 'nic', 'in', 'bad', 'overflow', 'ring-buffer-overflow'],
  ],
  'veth': [
    [/^(rx_queue_\d+_)?(drops|xdp_drops|xdp_tx_errors)$/, 'driver', 'in', 'bad', 'veth', 'netdev-backlog-overflow xdp-drops'],
  ],
  'fec gfar gianfar': [
    [/^(rx-dropped-frames|rx-overrun-errors|rx-busy-errors|IEEE_rx_drop|IEEE_rx_macerr)$/, 'nic', 'in', 'bad', 'no free descriptor', 'ring-buffer-overflow'],
    [/^(rx-crc-errors|IEEE_rx_crc|IEEE_rx_align)$/, 'wire', 'in', 'bad', 'damaged on the wire', 'crc-errors'],
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
  [/(jabber|oversize|long_length|too_long|(?:long|short)_err|undersize|runt|fragments|short_length)/i, 'wire', 'in', 'bad', 'illegal frame size', 'oversize-frames'],
  [/tx.*(xoff|pause)|link_xoff_tx/i, 'wire', 'out', 'context', 'pause sent: we cannot keep up', 'pause-frames'],
  [/(rx|link).*(xoff|pause)/i, 'wire', 'in', 'context', 'pause received: peer tells us to stop', 'pause-frames'],
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
