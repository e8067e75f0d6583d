import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/report/columns.ts';
import { renderReply } from '../../src/report/reply.ts';
import { hostileReport, hugeReport } from './hostile.ts';
import { specimen, specimenOptions } from './specimen.ts';

describe('the reply to the customer', () => {
  test('says what was found, what to do and what to send', () => {
    expect(renderReply(specimen(), specimenOptions)).toMatchInlineSnapshot(`
      "Accept queue overflow: happening now on web1

      We looked at the data of web1 (kernel 6.1.0-28-amd64), taken from 2026-01-15
      09:30:00Z to 2026-01-15 09:31:30Z.

      What we found
      -------------
      Accept queue overflow (proven to happen now): ListenOverflows rose by 207
      (2.3/s); 4.1 % of new connections.
      - 10.20.0.5:443 (nginx, pid 812): 129 connections wait, the limit is 128

      Backlog of a CPU overflows (proven to happen now): softnet dropped rose by
      1260 (14/s); 0.021 % of frames.

      Receive ring of the NIC exhausted (did happen since boot, when is not
      known): rx_missed_errors is 398,562 since boot; 0.06 % of frames.
      - eth1: rx_missed_errors is 310,442 since boot
      - eth0: rx_missed_errors is 88,120 since boot

      What to do
      ----------
      Now (Accept queue overflow): Raise the limit of the accept queue to 1024 and
      restart nginx.
          sysctl -w net.core.somaxconn=1024
          systemctl restart nginx
      Risk of it: restarts a service.
      Side effects: connections that are open when the program restarts are
      closed.
      Undo:
          sysctl -w net.core.somaxconn=128
          systemctl restart nginx

      For good (Accept queue overflow): Raise the limit of the accept queue to
      1024 and restart nginx.
          printf 'net.core.somaxconn = 1024\\n' > /etc/sysctl.d/90-dropcause.conf
          sysctl --system
      Side effects: connections that are open when the program restarts are
      closed.
      Undo:
          rm /etc/sysctl.d/90-dropcause.conf

      Now (Receive ring of the NIC exhausted): Enlarge the receive ring of eth1 to
      4096.
          ethtool -G eth1 rx 4096
      Risk of it: the link goes down for a moment.
      Undo:
          ethtool -G eth1 rx 512

      What we need from you
      ---------------------
      Run as root on the host, and send back what they print:
          tc -s qdisc show
          bridge -s link
      "
    `);
  });

  test('asks for a second capture when there is only one', () => {
    const report = specimen();
    report.captures = report.captures.slice(0, 1);
    expect(renderReply(report, specimenOptions)).toContain('    sh collect.sh -n 2 -i 60');
  });

  test('keeps to the width of a mail, and its size, whatever the host is called', () => {
    for (const report of [hugeReport(50), hostileReport()]) {
      const text = renderReply(report, specimenOptions);
      const lines = text.split('\n').filter((line) => !line.startsWith('    '));
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(76);
      expect(text.length).toBeLessThan(60_000);
      expect(text).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});
