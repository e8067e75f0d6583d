import { linksOf } from '../host/links.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Service } from '../host/sockets.ts';
import { describeSocket, servicesOf, socketsOf } from '../host/sockets.ts';
import type { Line, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';
import { changeApplication } from './remedy.ts';

const texts = {
  title: 'Service listens outside of the VRF that its clients come from',
  why:
    'A VRF is a routing table of its own, with devices that belong to it. A socket that is bound to no device takes ' +
    'connections from devices outside of all VRFs only, unless tcp_l3mdev_accept (udp_l3mdev_accept) is 1. A client ' +
    'whose packets come in by a device of a VRF then gets "connection refused" or "port unreachable", while ss shows ' +
    'a listener on all addresses.',
  suspect:
    '{service} listens outside of the VRF {vrf} only; {n} requests were refused[[ in {seconds:duration}]], and it is what the customer asks about',
  risk: '{service} listens outside of the VRF {vrf} only, and {n} requests were refused[[ in {seconds:duration}]]: those that come in by {port}, perhaps',
  ok: 'no VRF on this host',
  open: 'sockets outside of the VRFs take what comes in by them, too',
  quiet:
    '{n} services listen outside of the VRF {vrf} only, and nothing shows that somebody asks for them there',
  inside: 'every service listens inside of the VRF {vrf}, too',
  'not-known': 'whether sockets take what comes in by a VRF was not collected',
  'vrf-is': 'a VRF',
  'port-is': 'a device of the VRF {vrf}',
  listens: '{socket} is bound to no device',
  run: 'Start the service inside of the VRF (ip vrf exec {vrf} ..., or a unit of systemd that does so), or bind its socket to the VRF with SO_BINDTODEVICE',
  accept: 'Let sockets that are bound to no device take connections from every VRF',
  'all-of-them':
    'All services on all addresses become reachable by every VRF, also by those meant to be apart.',
};
type Speak = Say<typeof texts>;

interface Vrf {
  name: string;
  line: Line;
  port: { name: string; line: Line };
}

const keyOf = (protocol: string) => `net.ipv4.${protocol}_l3mdev_accept`;

export default defineCause({
  id: 'vrf-or-netns-scope',
  layer: 'socket',
  per: 'listener',
  needs: ['links', 'sockets'],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'reset-by-closed-port',
  texts,
  references: [
    'https://docs.kernel.org/networking/vrf.html',
    'ip-vrf(8)',
    'net/ipv4/inet_hashtables.c: compute_score',
  ],

  evaluate(context, say) {
    const [vrf] = vrfsOf(context);
    if (!vrf) return { verdict: 'ok', summary: say('ok') };
    const vrfIs = [cite(vrf.line, say('vrf-is'))];
    const closed = ['tcp', 'udp'].filter(
      (protocol) => context.setting(keyOf(protocol))?.value.trim() === '0',
    );
    if (closed.length === 0) {
      const known = context.setting(keyOf('tcp'));
      return known
        ? { verdict: 'ok', summary: say('open'), evidence: citeSetting(known) }
        : { verdict: 'unknown', summary: say('not-known') };
    }
    const outside = outsideOf(context, vrf).filter(({ protocol }) => closed.includes(protocol));
    if (outside.length === 0)
      return { verdict: 'ok', summary: say('inside', { vrf: vrf.name }), evidence: vrfIs };
    const refused = outside.flatMap((service) => {
      const movement = refusals(context, service);
      return movement ? [{ service, movement }] : [];
    });
    const asked = refused.find(({ service }) => service.port === context.focus.port);
    const hit = asked ?? refused[0];
    if (!hit)
      return { verdict: 'ok', summary: say('quiet', { n: outside.length, vrf: vrf.name }), evidence: vrfIs };
    const { service, movement } = hit;
    const named = `${service.protocol} ${describeSocket(service.socket)}`;
    return {
      verdict: asked ? 'suspect' : 'risk',
      severity: asked ? 'medium' : 'low',
      certainty: 'possible',
      summary: say(asked ? 'suspect' : 'risk', {
        ...movement.args,
        service: named,
        vrf: vrf.name,
        port: vrf.port.name,
      }),
      evidence: [
        cite(service.socket.line, say('listens', { socket: named })),
        ...vrfIs,
        cite(vrf.port.line, say('port-is', { vrf: vrf.name })),
        ...citeSetting(context.setting(keyOf(service.protocol))),
        ...movement.deltas.map(citeCounter),
      ],
      remedies: remediesOf(context, service, vrf, say),
    };
  },
});

/** VRFs that are up, and have a device. */
function vrfsOf(context: Context): Vrf[] {
  const links = linksOf(context);
  return links.flatMap(({ name, kind, flags, line }): Vrf[] => {
    const port = links.find(({ master }) => master === name);
    return kind === 'vrf' && flags.includes('UP') && port ? [{ name, line, port }] : [];
  });
}

/** Services on every address that no socket bound to the VRF, or to a device of it, offers as well. */
function outsideOf(context: Context, { name, port }: Vrf): Service[] {
  const bound = socketsOf(context).filter(({ local: { device } }) => device === name || device === port.name);
  return servicesOf(context).filter(
    ({ protocol, port: number, socket: { local } }) =>
      local.device === undefined &&
      ['0.0.0.0', '::', '*'].includes(local.address) &&
      !bound.some((socket) => socket.protocol === protocol && socket.local.port === number),
  );
}

/** What the kernel answers where nobody listens. */
function refusals(context: Context, { protocol }: Service) {
  const movement = movementOf([context.counter(protocol === 'tcp' ? 'Tcp.OutRsts' : 'Udp.NoPorts')]);
  return movement?.verdict === 'problem' && movement.n >= 10n ? movement : undefined;
}

function remediesOf(context: Context, { protocol, port }: Service, { name }: Vrf, say: Speak): Remedy[] {
  const list = protocol === 'tcp' ? 'ss -ltnp' : 'ss -lunp';
  const verify = [inNamespace(context.netns, `${list} sport = :${port}`)];
  return [
    changeApplication(say('run', { vrf: name }), verify),
    ...changeSetting(context, {
      key: keyOf(protocol),
      to: 1,
      what: say('accept'),
      sideEffects: say('all-of-them'),
      risk: 'weakens-protection',
      verify,
    }),
  ];
}
