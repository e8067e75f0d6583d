#!/usr/bin/env python3
"""What moved between DIR/before and DIR/after (and DIR/peer), as the witness read it; checks EXPECT; writes JSON.
EXPECT: space separated  KEY:MIN  (fault: moved >= MIN; control: moved < MIN)
        or  KEY<MIN    (fault: moved < MIN although traffic was sent; control: moved >= MIN)
        or  dmesg~regex (fault: a new line of the kernel log matches; control: none; '_' stands for a blank)"""
import sys,os,re,json,argparse
a=argparse.ArgumentParser()
for k in 'name mode cause traffic expect json'.split(): a.add_argument('--'+k,default='')
a.add_argument('out'); a=a.parse_args()
def rd(p):
    try: return open(p,errors='replace').read()
    except OSError: return ''
def load(d):
    r={}
    for f in ('snmp','netstat'):
        L=rd(f'{d}/proc/net/{f}').splitlines()
        for h,v in zip(L[::2],L[1::2]):
            p,h=h.split(':',1); v=v.split(':',1)[1]
            for k,x in zip(h.split(),v.split()):
                r[f'{p}.{k}']=int(x)
    for l in rd(f'{d}/proc/net/snmp6').splitlines():
        m=re.match(r'(Ip6|Icmp6|Udp6)(\w+)\s+(\d+)$',l)
        if m: r[f'{m[1]}.{m[2]}']=int(m[3])
    for l in rd(f'{d}/proc/net/softnet_stat').splitlines():
        x=[int(y,16) for y in l.split()]
        for i,n in ((1,'dropped'),(2,'time_squeeze'),(9,'received_rps'),(10,'flow_limit')):
            if len(x)>i: r['softnet(global).'+n]=r.get('softnet(global).'+n,0)+x[i]
    for fn,pre in (('nf_conntrack','ct'),('arp_cache','arp_cache(global)')):
        L=rd(f'{d}/proc/net/stat/{fn}').splitlines()
        if L:
            h=L[0].split()
            for l in L[1:]:
                for k,x in zip(h,l.split()):
                    if k=='entries': r[f'{pre}.{k}']=int(x,16)
                    else: r[f'{pre}.{k}']=r.get(f'{pre}.{k}',0)+int(x,16)
    b=f'{d}/sys/class/net'
    if os.path.isdir(b):
        for i in os.listdir(b):
            s=f'{b}/{i}/statistics'
            for k in os.listdir(s): r[f'dev.{i}.{k}']=int(rd(f'{s}/{k}') or 0)
            for k in ('carrier_changes','carrier_up_count','carrier_down_count'):
                t=rd(f'{b}/{i}/{k}').strip()
                if t.isdigit(): r[f'dev.{i}.{k}']=int(t)
    for f,pre in (('udp','udpsock'),('udp6','udpsock'),('raw','rawsock')):
        for l in rd(f'{d}/proc/net/{f}').splitlines()[1:]:
            c=l.split()
            if len(c)>=13: r[f'{pre}.drops']=r.get(f'{pre}.drops',0)+int(c[-1])
    for l in rd(f'{d}/proc/net/packet').splitlines()[1:]: pass
    q=None
    for l in rd(f'{d}/cmd/tc-s-qdisc').splitlines():
        m=re.match(r'qdisc (\S+) (\S+) dev (\S+)',l)
        if m: q='qdisc.%s.%s'%(m[3],m[1])
        m=re.search(r'dropped (\d+), overlimits (\d+) requeues (\d+)',l)
        if m and q: r[q+'.dropped']=r.get(q+'.dropped',0)+int(m[1]); r[q+'.overlimits']=r.get(q+'.overlimits',0)+int(m[2])
    for f in os.listdir(f'{d}/cmd') if os.path.isdir(f'{d}/cmd') else []:
        if f.startswith('ethtool-S.'):
            for l in rd(f'{d}/cmd/{f}').splitlines():
                m=re.match(r'\s*([\w\[\]. ()-]+?):\s*(\d+)\s*$',l)
                if m and m[1]!='NIC statistics': r[f'ethtool.{f[10:]}.{m[1]}']=int(m[2])
    i=None; L=rd(f'{d}/cmd/ip-s-s-link').splitlines()
    for n,l in enumerate(L):
        mm=re.match(r'\d+: ([^:@]+)',l)
        if mm: i=mm[1]
        if l.strip().startswith('RX errors:') and n+1<len(L):
            for k,v in zip(l.split()[2:],L[n+1].split()):
                if k in ('otherhost','nohandler'): r[f'dev.{i}.rx_{k}(ip-s-s)']=int(v)
    for f,pre in (('iptables-legacy-save','iptl'),('iptables-save','ipt')):
        for l in rd(f'{d}/cmd/{f}').splitlines():
            m=re.match(r'\[(\d+):(\d+)\] (-A .*)',l)
            if m: r[f'{pre}["{m[3]}"].pkts']=int(m[1])
            m=re.match(r':(\S+) (\S+) \[(\d+):',l)
            if m and m[2]=='DROP': r[f'{pre}[policy {m[1]} DROP].pkts']=int(m[3])
    for l in rd(f'{d}/cmd/nft-list-ruleset').splitlines():
        m=re.search(r'^(.*?)counter packets (\d+) bytes \d+ (.*)$',l)
        if m: r[f'nft["{m[1].strip()} {m[3].strip()}"].pkts']=int(m[2])
    for l in rd(f'{d}/proc/net/sockstat').splitlines():
        p,_,t=l.partition(':'); t=t.split()
        for k,x in zip(t[::2],t[1::2]): r[f'sockstat(gauge).{p}.{k}']=int(x)
    return r
def diff(o):
    b,f=load(f'{o}/before'),load(f'{o}/after')
    m={}
    for k in sorted(set(b)|set(f)):
        x,y=b.get(k,0),f.get(k,0)
        if x!=y: m[k]={'before':x,'after':y,'delta':y-x}
    return m
m=diff(a.out); pm=diff(a.out+'/peer') if os.path.isdir(a.out+'/peer') else {}
res=[]; ok=True
newdm=[l for l in rd(a.out+'/after/cmd/dmesg').splitlines() if l not in rd(a.out+'/before/cmd/dmesg').splitlines()]
def check(e):
    if '~' in e.split(':')[0] and ':' not in e.split('~')[0]:
        f,rx=e.split('~',1); f=f.replace('dmesg','cmd/dmesg') if f=='dmesg' else f
        bl=set(rd(f'{a.out}/before/{f}').splitlines())
        n=sum(1 for l in rd(f'{a.out}/after/{f}').splitlines() if l not in bl and re.search(rx.replace('_',' ') if f=='cmd/dmesg' else rx,l))
        return n>=1,n
    src=m
    neg='<' in e
    if neg: k,mn=e.split('<'); d=src.get(k,{'delta':0})['delta']; return d<int(mn),d
    k,mn=e.rsplit(':',1)
    if k.startswith('peer/'): src=pm; k=k[5:]
    if '*' in k:
        rx=re.compile('^'+re.escape(k).replace(r'\*','.*')+'$'); d=sum(v['delta'] for kk,v in src.items() if rx.match(kk))
    else: d=src.get(k,{'delta':0})['delta']
    return d>=int(mn),d
for e in a.expect.split():
    hit,d=check(e); good= hit if a.mode=='fault' else not hit
    ok&=good; res.append({'expect':e,'delta':d,'hit':hit,'ok':good})
sa=os.environ.get('SCRIPT_ASSERT')
if sa is not None: ok&=(sa=='1'); res.append({'expect':'script assertion (client result)','delta':None,'hit':sa=='1','ok':sa=='1'})
t={'name':a.name,'mode':a.mode,'cause':a.cause if a.mode=='fault' else 'none','traffic':a.traffic,'expect':res,'passed':ok,
 'moved':m,'peer_moved':pm,'new_dmesg':newdm[:50]}
json.dump(t,open(a.json,'w'),indent=1,ensure_ascii=False)
print(('PASS' if ok else 'FAIL'),a.name,a.mode,' '.join(f"{r['expect']}=>{r['delta']}" for r in res))
sys.exit(0 if ok else 1)
