#!/bin/sh
# dropcause collector: copies network counters and settings of this host into one file, for analysis elsewhere.
# It only reads: it loads no kernel module, opens no connection, and writes nothing but the bundle, built in a private
# folder (on a tmpfs if there is one). What it asks: WHAT IS COLLECTED below, or -l. Apache-2.0
# shellcheck disable=SC1007,SC2015,SC2034,SC2046,SC2059,SC2086,SC2115,SC2154,SC2295,SC2317
usage='usage: sh collect.sh [OPTION]...
  -n COUNT    captures (1); two tell what rises: -n 2 -i 30
  -i SECONDS  between two (10)
  -o FILE     the bundle; - is stdout
  -T          as text, for a console
  -P          private: no connections, process names, needless addresses
  -l          list what it asks
  --until C   with -n 0: until C, say TcpExt.ListenDrops, rises; keeps the last captures
  --pcap S    with -n 2: headers of SYNs, resets, fragments, ICMP errors, S seconds'
limit=10 max_time=300 max_run=86400 # seconds, per command, per capture, in all
max_bytes=2000000 max_all=64000000  # per file, in all
max_devices=64 max_netns=50 max_entered=20

set -u
umask 077
LC_ALL=C PATH=${PATH:+$PATH:/usr/sbin:/usr/bin:/sbin:/bin}
export LC_ALL PATH="${PATH:-/nowhere}"
tab='	' nl='
'
blank=" $tab$nl" wide='????????????????????????????????????????????????????????????????'
count=1 interval=10 out= text= private= list= until= pcap= options=$*
stage= top= ns= enter= net=/proc/net filter= veil= alone= halt= nap= risen=
cap=1 all=0 serial=0 btime=0

have() { [ -n "$(command -v "$1")" ]; }
first_line() { value= && read -r value <"$1"; }
clock() {
	read -r now rest </proc/uptime || now=0.00
	wall=$((btime + ${now%.*}))
}

# ---- the bundle: a folder, or text on descriptor 4 ----

# $1 with \\, \t and other control characters by printf format $2. Result: $coded
encode() {
	coded= rest=$1
	while head=${rest%%[!\ -\[\]-~]*} && coded=$coded$head && [ "$head" != "$rest" ]; do
		rest=${rest#"$head"}
		char=${rest%"${rest#?}"}
		rest=${rest#?}
		case $char in
		'') return ;;
		\\) char=\\\\ ;;
		"$tab") char=\\t ;;
		*)
			number=$(printf %d "'$char")
			case $number in [0-9] | [12][0-9] | 3[01] | 127) char=$(printf "$2" $number) ;; esac
			;;
		esac
		coded=$coded$char
	done
}
line() {
	encode "$2" '\\%03o'
	while [ ${#coded} -gt 64 ]; do
		rest=${coded#$wide}
		printf '%s%s\\\n' "$1" "${coded%"$rest"}"
		coded=$rest
	done
	printf '%s%s$\n' "$1" "$coded" || exit 1
}
# Standard input as lines of a text bundle.
frame() {
	lines=0
	while IFS= read -r row || [ -n "$row" ]; do
		line : "$row"
		lines=$((lines + 1))
	done
	line ')' "$lines"
}
# say FIELD...: one record of the manifest.
say() {
	[ -z "$list" ] || return 0
	fields=
	for field; do
		encode "$field" '\\x%02x'
		fields=$fields${fields:+$tab}$coded
	done
	if [ -n "$text" ]; then line % "$fields" >&4; elif ! printf '%s\n' "$fields" >>"$manifest"; then
		halt=limit
		rm -f "$stage/room"
		printf '\n%s\n' "$fields" >>"$manifest"
	fi
}

# begin KIND ORIGIN: false where that must not be asked.
begin() {
	kind=$1 origin=$2 path= status=- bytes= cut=0 reason= err=
	[ -z "$halt" ] || return
	[ -z "$list" ] || { printf '%s\n' "$2${ns:+ in $ns}" && return 1; }
	clock
	start=$now began=$wall
	[ ${now%.*} -lt $deadline ] && [ $all -lt $max_all ] || halt=limit
	[ -z "$filter" ] || have sed || veil='not-found sed'
	[ -n "$veil$halt" ] || return 0
	skip "${halt:-$veil}"
	return 1
}
skip() { reason=$1; record; }
unasked() { ! begin "$1" "$2" || skip "$3"; }
record() {
	if [ -n "${text:+${stage:+$path}}" ]; then
		line '(' "$path" >&4
		frame <"$top/$path" >&4
		rm -f "$top/$path"
	fi
	say file $cap $kind "$path" "$origin" "$ns" $began $start $now "$status" "$bytes" $cut "$reason" "$err"
}
# The answer to $2 lies below $1, named as in a sosreport. Result: $path
place() {
	name= odd= rest=${2#/}
	while head=${rest%%[!A-Za-z0-9._/-]*} && name=$name$head && [ "$head" != "$rest" ]; do
		rest=${rest#"$head"}
		case $rest in ' '*) ;; *) odd=1 ;; esac
		name=${name%_}_ head=$rest rest=${rest#?}
		[ "$head" != "$rest" ] || break
	done
	path=$cap/${ns:+netns/$ns/}$1$name${odd:+.$((serial += 1))}
	[ -z "$stage" ] || [ -d "$top/${path%/*}" ] || mkdir -p "$top/${path%/*}"
}
# store COMMAND...: its output becomes $path.
store() {
	[ -n "$stage" ] || line '(' "$path" >&4
	status=$({ { if [ -n "$stage" ]; then "$@" 2>"$stage/err"; else "$@"; fi 3>&- 4>&-; echo $? >&3; } | keep || echo full >&3; } 3>&1)
	clock
	case $status in
	*full)
		[ -z "$stage" ] || : >"$top/$path"
		status=${status%%[!0-9]*} reason=write-failed halt=limit
		;;
	137 | 265 | 393) reason="timeout $limit" ;;
	esac
	[ -n "$stage" ] || return 0
	first_line "$stage/err"
	err=$value
	measure
}
keep() {
	if [ -n "$filter" ]; then
		eval "$filter" | { filter= && keep; }
	elif [ -n "$stage" ]; then
		head -c $max_bytes >"$top/$path"
	elif have head; then
		head -c $max_bytes | frame >&4
	else
		frame >&4
	fi
}
measure() {
	bytes=$(wc -c <"$top/$path")
	all=$((all + bytes))
	[ "$bytes" -lt $max_bytes ] || cut='?' reason="size $max_bytes"
}
# ask COMMAND...: under a time limit; with $enter, in another network namespace.
ask() {
	case $enter in
	name) set -- ip netns exec "$ns_name" "$@" ;;
	pid) set -- nsenter -t "$ns_pid" -n "$@" ;;
	esac
	case $timeouts in
	timeout) timeout -s KILL $limit "$@" ;;
	watchdog) watched "$@" ;;
	*) "$@" ;;
	esac
}
watched() {
	"$@" &
	echo $! $limit >"$stage/job"
	wait $!
	set -- $?
	: >"$stage/job"
	return $1
}
# In place of timeout: kills what takes too long.
watch() {
	last=
	while sleep 1 && [ -e "$stage/job" ]; do
		first_line "$stage/job"
		[ "$value" = "$last" ] || n=0
		last=$value n=$((n + 1))
		[ -z "$value" ] || [ $n -le ${value#* } ] || kill -9 ${value% *}
	done
}

run() {
	begin command "$*" || return 0
	have "$1" || { skip not-found && return; }
	place cmd/ "$*"
	store ask "$@"
	record
}
# with "MODULE..." COMMAND...: only where that loads no kernel module.
with() {
	missing=
	for module in $1; do loaded "$module" || missing=$module; done
	shift
	[ -n "$missing" ] && have "$1" || { run "$@" && return; }
	unasked command "$*" "no-module $missing"
}
loaded() { [ $modules = fixed ] || [ -d "/sys/module/$1" ] || case $built_in in */"$1".ko*) ;; *) false ;; esac; }
# copy DIRECTORY FILE...: at once if possible, so of one moment.
copy() {
	from=$1 shown=$1 opened=
	case $1 in "$net"*) shown=/proc/net${1#"$net"} ;; esac
	shift
	for item; do
		if ! begin file "$shown/$item"; then :
		elif [ ! -e "$from/$item" ]; then skip absent
		elif [ ! -r "$from/$item" ]; then skip denied
		else set -- "$@" "$from/$item"
		fi
		shift
	done
	[ $# -gt 0 ] || return 0
	if [ -n "$stage" ] && [ -z "$alone" ] && have cp; then
		place "" "$shown/x"
		clock
		opened=$now
		ask cp "$@" "$top/${path%x}" || opened=
		clock
		closed=$now
	fi
	for item; do
		begin file "$shown/${item##*/}" || return 0
		place "" "$origin"
		if [ -n "$opened" ]; then
			start=$opened now=$closed status=0
			measure
		fi
		[ "$status$cut" = 00 ] || { cut=0 reason= && store $reader "$item"; }
		record
	done
}
# tree NAME ORIGIN FILE...: many small files as one, each line with its file's name.
tree() {
	begin tree "$2" || return 0
	place tree/ "$1"
	shift # the origin stays: for two files grep prints names
	if have grep; then store ask grep -s $only "$@"; else store slurp "$@"; fi
	case $status in [12]) status=0 ;; esac
	record
}
# The same by the shell alone; without names for a single file.
slurp() {
	several=$#
	for item; do
		while IFS= read -r row || [ -n "$row" ]; do
			[ "$several" = 1 ] || row=$item:$row
			printf '%s\n' "$row"
		done <"$item"
	done
}
# personal: not in private mode. masked: there without addresses. singly: files that may be long.
personal() { veil=${private:+private}; "$@"; veil=; }
masked() { filter=$mask; "$@"; filter= veil=; }
singly() { alone=1; "$@"; alone=; }
# Result: $devices, those with hardware first.
list_devices() {
	hard= devices=
	set -f
	for device in $(ask cat $net/dev | sed -n '/^ *lo:/d; s/^ *\([^:]*\):.*/\1/p'); do
		if [ -z "$ns" ] && [ -e "/sys/class/net/$device/device" ]; then hard="$hard $device"; else devices="$devices $device"; fi
	done
	set +f
	devices=$hard$devices
}
each_device() {
	seen=0
	set -f
	for device in $devices; do
		seen=$((seen + 1))
		[ $seen -gt $max_devices ] || run "$@" "$device"
	done
	set +f
	[ $seen -le $max_devices ] || unasked command "$* *" "too-many $seen $max_devices"
}
traffic_control() {
	case $(ask tc qdisc show) in *clsact* | *ingress* | *htb* | *hfsc* | *' prio '* | *' drr '* | *cbq*) ;; *) return ;; esac
	for what in 'class show' 'filter show' 'filter show ingress' 'filter show egress'; do each_device tc -s $what dev; done
}
# Legacy tables only if there are some: to ask would make them.
firewall() {
	with nf_tables nft list ruleset
	for tables in iptables ip6tables; do
		save=$tables-save
		case $(readlink -f "$(command -v $save)") in *nft*)
			with 'nf_tables nft_compat' $save -c
			save=$tables-legacy-save
			;;
		esac
		names=$($reader $net/${tables%tables}_tables_names)
		if [ -n "$names" ] || [ "$uid" != 0 ]; then run $save -c; else unasked command "$save -c" none; fi
	done
}
witness() {
	set -- tcpdump -i any -nn -p -U -s 100 -c 5000 -w - 'tcp[13] & 6 != 0 or (ip6[6] = 6 and ip6[53] & 6 != 0) or ip[6:2] & 0x3fff != 0 or ip6[6] = 44 or icmp[0] = 3 or icmp6'
	begin pcap "$*" || return 0
	[ -z "$text" ] || { skip text-only && return; }
	[ -e /proc/net/packet ] || { skip 'no-module af_packet' && return; }
	place pcap/ any.pcap
	limit=$pcap
	store ask "$@"
	limit=10
	record
}
listeners() {
	loaded tcp_diag && loaded inet_diag || return 0
	tree limits '/proc/*/limits' $(ask ss -ltnup | tr , '\n' | sed -n 's,^pid=\(.*\),/proc/\1/limits,p' | sort -u | head -n 500)
}

# ==== WHAT IS COLLECTED ====

# Every capture, every network namespace.
net_counters() {
	copy $net snmp netstat snmp6 dev sockstat sockstat6 softnet_stat xfrm_stat netlink packet ptype protocols \
		tls_stat ip_vs_stats rt6_stats fib_triestat ip_tables_names ip6_tables_names
	copy $net/stat nf_conntrack arp_cache ndisc_cache rt_cache synproxy
	copy $net/netfilter nfnetlink_queue nfnetlink_log nf_log
	copy $net/sctp snmp
	personal singly copy $net udp udp6
}
# Every capture.
host_counters() {
	copy /proc stat interrupts softirqs vmstat meminfo loadavg uptime
	copy /proc/pressure cpu memory io
	copy /proc/sys/net/netfilter nf_conntrack_count nf_conntrack_max
	tree bonding '/proc/net/bonding/*' /proc/net/bonding/*
	nic='/sys/class/net/*'
	masked tree net-devices "$nic" $nic/statistics/* $nic/*
	tree net-queues "$nic/queues/*" $nic/queues/*/*
	only='-e nr_ -e throttled -e ^[0-9m]'
	tree cgroups '/sys/fs/cgroup/*' $(find /sys/fs/cgroup -name 'cpu.[cms]*' | head -n 4000)
	only=^
}
# Every capture, every network namespace that can be entered.
net_commands() {
	masked run ip -s -s -d link
	masked firewall
	with 'tcp_diag inet_diag' ss -ltnm${who#a}
	with 'udp_diag inet_diag' ss -unm${who:-l}
	with nf_conntrack_netlink conntrack -S
	run tc -s -d qdisc show
	traffic_control
	each_device ethtool -S
	personal with ip_vs ipvsadm -Ln --stats
}
# Once, every such namespace.
net_settings() {
	for what in address 'route show table all' '-6 route show table all' rule '-6 rule' neigh; do
		personal run ip $what
	done
	each_device ethtool -k
	each_device ethtool -i
	filter="sed -e '/fastopen_key/d' -e '/stable_secret/d'"
	run sysctl -a
	filter= veil=
}
settings() {
	have sysctl && have sed || tree sysctl '/proc/sys/*' $(find /proc/sys/net /proc/sys/[fv]* ! -name '*key' ! -name '*secret' | head -n 5000)
	each_device ethtool
	for what in -g -l -c -a --show-eee; do each_device ethtool $what; done
	copy /etc os-release redhat-release sysctl.conf hostname machine-id
	tree sysctl.d '/*/sysctl.d/*' /etc/sysctl.d/* /run/sysctl.d/* /usr/local/lib/sysctl.d/* /usr/lib/sysctl.d/*
	copy /proc version cmdline cpuinfo modules
	copy /proc/sys/kernel/random boot_id
	masked run dmesg
	[ $status = 0 ] || masked run journalctl -k -b --no-pager -n 5000
	for what in 'bridge -d link' 'bridge vlan' 'bpftool net list' 'uname -a' date; do run $what; done
	with ip_set ipset list -t
	card=$nic/device cpu=/sys/devices/system/cpu
	tree hardware '/sys/*' $card/*_link_* $card/numa_node $card/local_cpulist $card/vendor $card/device \
		$cpu/cpu*/cpufreq/scaling_[gd]* $cpu/cpu0/cpuidle/state*/[dln]* /etc/tuned/active_profile
	tree irq '/proc/irq/*' /proc/irq/*/*affinity_list
	personal listeners
	personal run ps -eo pid,ppid,uid,stat,pcpu,pmem,rss,comm
	for what in 0 86400; do
		what=sar$(date -d @$((wall - what)) +%d)
		copy /var/log/sysstat $what
		copy /var/log/sa $what
	done
}
# Once: tables; of long ones the head.
tables() {
	personal with 'tcp_diag inet_diag' ss -tanmoi${who#a}
	personal singly copy $net tcp tcp6 nf_conntrack unix route ipv6_route arp if_inet6 raw raw6 igmp
}

# ==== HOW ====

capture() {
	while read -r key value; do [ "$key" != btime ] || btime=$value; done </proc/stat
	clock
	say capture $cap $wall $now
	net_counters
	host_counters
	find_namespaces
	each_namespace $max_netns namespace_files
	list_devices
	net_commands
	[ $cap -gt 1 ] || { net_settings && settings && tables; }
	each_namespace $max_entered namespace_commands
	[ $cap -gt 1 ] || [ -z "$pcap" ] || personal witness
}
# Results: $others (inodes), name_INODE, pid_INODE
find_namespaces() {
	others= told=0 inode=
	set -- $(ls -Ldi /proc/self/ns/net)
	own=${1:-none}
	for word in $(set -- /proc/[0-9]*/ns/net && echo "@$#" && ls -Ldi /run/netns/* "$@"); do
		case $word in
		@*) processes=${word#?} && continue ;;
		/proc/*) told=$((told + 1)) word=${word#/proc/} what=pid_$inode ;;
		/*) word=${word#/run/netns/} what=name_$inode ;;
		*) inode=$word && continue ;;
		esac
		case $inode in "$own" | *[!0-9]*) continue ;; 4?????????) ;; *) continue ;; esac
		case "$others " in *" $inode "*) ;; *) others="$others $inode" && eval "name_$inode= pid_$inode=" ;; esac
		eval "$what=\${$what:-\${word%%/*}}"
	done
	[ $told -ge $processes ] ||
		say note "network namespaces of $((processes - told)) of $processes processes: not told"
}
each_namespace() {
	number=0
	for inode in $others; do
		number=$((number + 1))
		[ $number -le "$1" ] || continue
		eval "ns_name=\$name_$inode ns_pid=\$pid_$inode"
		case $ns_name in '' | *[!A-Za-z0-9._-]*) ns=$inode ;; *) ns=$ns_name ;; esac
		"$2"
		ns= enter= net=/proc/net
	done
	[ $number -le "$1" ] || unasked file '/proc/*/ns/net' "too-many $number $1"
}
namespace_files() {
	say netns "$ns" "$inode" "$ns_name" "$ns_pid"
	if [ -n "$ns_pid" ]; then net=/proc/$ns_pid/net; else enter_namespace || return 0; fi
	net_counters
}
namespace_commands() {
	enter_namespace || return 0
	list_devices
	net_commands
	[ $cap -gt 1 ] || net_settings
}
enter_namespace() {
	[ -n "$ns_name" ] && enter=name || enter=pid
	[ "$uid" = 0 ] && ask true && return
	unasked command 'ip netns exec' no-netns
	return 1
}

prepare() {
	uid=$(id -u) timeouts= modules=guarded only=^ reader="ask cat" who=aep mask=
	if [ -n "$private" ]; then
		x='[0-9A-Fa-f]'
		who= mask="sed -e 's/[0-9]\{1,3\}\(\.[0-9]\{1,3\}\)\{3\}/x.x.x.x/g' \
			-e 's/\($x\{1,4\}:\)\{5,\}$x\{1,4\}/x:x/g' -e 's/$x*:*$x*::[0-9A-Fa-f:]*/x:x/g'"
	fi
	have cat || reader=slurp count=1
	have sleep || count=1
	case $(timeout --help 2>&1) in *oybox*) ;; *) ! timeout -s KILL 9 true || timeouts=timeout ;; esac # toybox's lies
	k=/proc/sys/kernel
	for what in kernel:$k/osrelease host:$k/hostname boot_id:$k/random/boot_id fixed:$k/modules_disabled \
		machine_id:/etc/machine-id shell:/proc/$$/comm; do
		first_line "${what#*:}"
		eval "${what%%:*}=\$value"
	done
	if [ "$fixed" = 1 ] || [ ! -e /proc/modules ]; then modules=fixed; fi
	built_in=$(cat "/lib/modules/$kernel/modules.builtin")
	utc_offset=$(date +%z)
	renice -n 19 -p $$
	ionice -c 3 -p $$
} >&2

# A private folder, on a tmpfs or where the bundle goes. Results: $stage, $top
find_stage() {
	have head && have wc && have rm || return
	while read -r rest place what rest; do
		case "$what $place" in
		"tmpfs /dev/shm" | "tmpfs /run" | "tmpfs /run/user/$uid" | "tmpfs /tmp") stage_on "$place" && return ;;
		esac
	done </proc/mounts
	[ "$out" != - ] && { stage_on "${out%/*}" || stage_on "$PWD" || stage_on /tmp; }
}
stage_on() {
	place=$1/.dropcause.$$.$now
	mkdir "$place" || return
	stage=$place top=$place/$bundle
	mkdir "$top" && printf %65536s '' >"$stage/room" && return # for the manifest on a full disk
	clean
	stage=
	return 1
}
clean() {
	[ -z "$nap" ] || kill "$nap"
	[ -z "$stage" ] || rm -rf "$stage"
}

finish() {
	trap 'exit 1' INT TERM HUP
	if [ -z "$text" ]; then
		rm -f "$stage/room"
		manifest=$top/manifest.tsv
		cat "$stage"/part* >>"$manifest"
		(cd "$top" && find [0-9]* -type f -exec sha256sum {} +) | sed "s/^/sum${tab}sha256$tab/; s/  */$tab/" >>"$manifest"
	fi
	clock
	say end $wall $now "$1"
	if have gzip; then zip=gzip suffix=tar.gz; else zip=cat suffix=tar; fi
	case ${text:+text}$out in
	text*) ;;
	-) pack ;;
	'') pack_into "$PWD/$bundle.$suffix" || pack_into "/tmp/$bundle.$suffix" ;;
	*) pack_into "$out" ;;
	esac || exit 1
	[ "$1" != interrupted ] || exit 130
	exit
}
pack() { (cd "$stage" && { tar cf - "$bundle/manifest.tsv" "$bundle"/[0-9]* || echo 'tar failed' >err; } | $zip); }
pack_into() {
	: >"$stage/err"
	if { pack >"$1"; } 2>>"$stage/err" && [ ! -s "$stage/err" ]; then printf '%s\n' "$1" && return; fi
	rm -f "$1"
	set -- "$1" $(cat "$stage/err")
	echo "dropcause: cannot write $*" >&5
	return 1
}

counter() {
	value=$(awk -v g="${until%%.*}:" -v k="${until#*.}" '$1 == g { if (c) print $c; for (c = NF; c && $c != k;) c-- }' \
		/proc/net/snmp /proc/net/netstat)
}
fail() {
	echo "dropcause: $1" >&5
	exit ${2-1}
}
wrong() { fail "$1$nl$usage" 2; }
main() {
	exec 4>&1 5>&2
	[ -r /proc/uptime ] || fail 'no /proc'
	have printf || fail 'this shell has no printf'
	exec </proc/uptime
	[ ! -w /dev/null ] || exec 2>/dev/null
	while [ $# -gt 0 ]; do
		case $#$1 in
		*-T) text=1 ;;
		*-P) private=yes ;;
		*-l) list=1 ;;
		1-*) wrong "$1: unknown, or needs a value" ;;
		*)
			case $1 in
			-n) count=$2 ;;
			-i) interval=$2 ;;
			-o) out=$2 ;;
			--until) until=$2 ;;
			--pcap) pcap=$2 ;;
			*) wrong "$1: unknown" ;;
			esac
			shift
			;;
		esac
		shift
	done
	case $count$interval$pcap in *[!0-9]*) wrong 'a number is needed' ;; esac
	prepare
	[ -z "$list" ] || { capture && exit; }
	clock
	[ -z "$until" ] || counter
	before=$value last=$((${now%.*} + max_run))
	[ -n "$before" ] || wrong "no counter $until"
	case $out in - | /*) ;; ?*) out=$PWD/$out ;; *) out=${text:+-} ;; esac
	place '' "${host##*/}"
	bundle=dropcause-$name-$(date -u +%Y%m%dT%H%M%SZ || echo $$)
	find_stage && have tar || text=1
	if [ -n "$stage" ] && [ -z "$timeouts" ] && have sleep; then
		timeouts=watchdog
		: >"$stage/job"
		watch >&2 4>&- &
	fi
	trap clean EXIT
	trap 'exit 1' PIPE
	trap 'finish interrupted' INT TERM HUP
	[ "$out" != - ] || [ ! -t 1 ] || text=1
	if [ -n "$text" ]; then
		case $out in ?*/*) : >"$out" && exec 4>"$out" || exit 1 ;; esac
		line '#' 'dropcause-text 1' >&4
	fi
	manifest=$top/manifest.tsv
	say dropcause-bundle 1
	say meta collector 1
	for what in host kernel machine_id boot_id uid utc_offset options count interval shell timeouts modules private until; do
		eval "say meta $what \"\$$what\""
	done
	say fields capture kind path origin netns wall start end status bytes cut reason stderr
	while :; do
		clock
		deadline=$((${now%.*} + max_time)) next=$((${now%.*} + interval))
		capture
		[ ${now%.*} -lt $last ] || halt=limit
		[ -z "$halt" ] || finish limit
		[ $cap != "$count" ] && [ -z "$risen" ] || finish complete
		[ -z "$until" ] || roll
		clock
		if [ ${now%.*} -lt $next ]; then
			sleep $((next - ${now%.*})) &
			nap=$!
			wait $nap
			nap=
		fi
		cap=$((cap + 1))
	done
}
# Keeps the first and the last three captures, and takes one more after the rise.
roll() {
	counter
	[ "$value" = "$before" ] || risen=1
	old=$((cap - 2)) all=0 manifest=$stage/part$((cap + 1))
	[ -n "$risen$text" ] || [ $old -lt 2 ] || rm -rf "$top/$old" "$stage/part$old"
}
main "$@"; exit
