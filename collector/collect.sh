#!/bin/sh
# dropcause collector: copies this host's network counters and settings into one file, for analysis elsewhere.
#
# It only reads. It loads no kernel module, opens no connection, and writes nothing but the bundle (built in a
# private folder, on a tmpfs where there is one, removed at the end). What it collects stands in plain lists
# below, from "WHAT IS COLLECTED" on; `sh collect.sh -l` prints them for this host. Licence: Apache-2.0.

usage='usage: sh collect.sh [-n COUNT] [-i SECONDS] [-o FILE] [-T] [-P] [-l] [--until COUNTER] [--pcap SECONDS]
  -n COUNT    captures, default 1. Counters that rise between two tell most: -n 2 -i 30
  -i SECONDS  from the start of one capture to the start of the next, default 10
  -o FILE     where the bundle goes; - is standard output
  -T          as text that can be copied from a console; to standard output unless -o
  -P          private: no connections, process names, or addresses beyond what counters need
  -l          list what would be collected, and collect nothing
  --until C   with -n 0: until counter C (TcpExt.ListenDrops, say) has risen; keeps the last captures
  --pcap S    record headers of SYNs, resets, fragments and ICMP errors for S seconds, by tcpdump'

collector=1 # its version
limit=10 max_time=300              # seconds, per command and per capture
max_bytes=2000000 max_all=64000000 # per file and of all files
max_rows=10000                     # of a longer connection or flow table only the head is taken
max_devices=64 max_netns=50 max_netns_commands=20

set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=${PATH:+$PATH:/usr/sbin:/usr/bin:/sbin:/bin}
PATH=${PATH:-/nowhere}
tab='	' nl='
'
IFS=" $tab$nl"
seventy='??????????????????????????????????????????????????????????????????????'
count=1 interval=10 out= text= private= list= until= pcap= options=$*
stage= ns= enter= net=/proc/net crowd= filter= veil= solo= halt= nap= witness= risen= code=0
cap=1 all=0 serial=0 wall0=0 mono0=0

# ---- small things ----

have() { command -v "$1" >/dev/null 2>&1; }
tell() { printf 'dropcause: %s\n' "$*" >&2; }
first_line() { value=; { read -r value <"$1"; } 2>/dev/null; }
clock() {
	{ read -r now rest </proc/uptime; } 2>/dev/null || now=0.00
	wall=$((wall0 + ${now%.*} - mono0))
}

# ---- the bundle: files in a folder to be packed, or lines of text on descriptor 4 ----

# $1 with \\ and \t, and other control characters by the printf format $2. Result: $coded
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
			number=$(printf %d "'$char" 2>/dev/null)
			case $number in [0-9] | [12][0-9] | 3[01] | 127) char=$(printf "$2" "$number") ;; esac
			;;
		esac
		coded=$coded$char
	done
}
# One line of a text bundle: its kind, its text.
line() {
	coded=$2
	case $2 in *[!\ -\[\]-~]*) encode "$2" '\\%03o' ;; esac
	while [ ${#coded} -gt 70 ]; do
		rest=${coded#$seventy}
		printf '%s%s\\\n' "$1" "${coded%"$rest"}" || exit 1
		coded=$rest
	done
	printf '%s%s$\n' "$1" "$coded" || exit 1
}
# Standard input as lines of a text bundle, then their number.
frame() {
	if [ -n "$sed_l" ]; then
		sed -n -e l -e '$=' | sed -e 's/^/:/' -e '$s/:\(.*\)/)\1$/'
		return
	fi
	lines=0
	while IFS= read -r row || [ -n "$row" ]; do
		line : "$row"
		lines=$((lines + 1))
	done
	line ')' "$lines"
}
# One record of the manifest.
say() {
	fields=
	for field; do
		coded=$field
		case $field in *[!\ -\[\]-~]*) encode "$field" '\\x%02x' ;; esac
		fields=$fields$tab$coded
	done
	fields=${fields#"$tab"}
	if [ -n "$text" ]; then line % "$fields" >&4; else printf '%s\n' "$fields" >>"$manifest"; fi
}

# begin KIND ORIGIN: this is to be asked. False where it shall not be.
begin() {
	kind=$1 origin=$2 path= status=- bytes= cut=0 reason= err=
	[ -z "$halt" ] || return 1
	[ -z "$list" ] || { printf '%s\n' "$origin${ns:+ (network namespace $ns)}" && return 1; }
	clock
	start=$now began=$wall
	if [ -n "$veil" ]; then
		skip private
	elif [ "${now%.*}" -ge "$deadline" ] || [ "$all" -ge "$max_all" ]; then
		skip limit
		halt=limit
	else
		return 0
	fi
	return 1
}
skip() {
	reason=$1
	record
}
record() {
	if [ -n "$text" ] && [ -n "$stage" ] && [ -n "$path" ]; then
		line '(' "$path" >&4
		frame <"$top/$path" >&4
		have sha256sum && say sum sha256 "$(sha256sum <"$top/$path" | cut -d ' ' -f 1)" "$path"
		rm -f "$top/$path"
	fi
	say file "$cap" "$kind" "$path" "$origin" "$ns" "$began" "$start" "$now" "$status" "$bytes" "$cut" "$reason" "$err"
}

# Where the answer to $2 lies: below $1, named as in a sosreport; without $1 as on the host. Result: $path
place() {
	name= odd= rest=${2#/}
	while :; do
		if [ -n "$1" ]; then head=${rest%%[!A-Za-z0-9._-]*}; else head=${rest%%[!A-Za-z0-9._/-]*}; fi
		name=$name$head
		rest=${rest#"$head"}
		[ -n "${rest#?}" ] || [ -n "$rest" ] || break
		case $rest in ' '*) ;; *) odd=1 ;; esac
		case $name in *_) ;; *) name=${name}_ ;; esac
		[ "$rest" != "${rest#?}" ] || break
		rest=${rest#?}
	done
	[ -z "$odd" ] || { serial=$((serial + 1)) && name=$name.$serial; }
	path=$cap/${ns:+netns/$ns/}${1:+$1/}$name
}
folder() { [ -z "$stage" ] || [ -d "$top/$1" ] || mkdir -p "$top/$1"; }

# Runs a command; what it prints becomes $path, at most $most bytes. Results: $status, $bytes, $cut, $err, $reason
store() {
	folder "${path%/*}"
	[ -n "$stage" ] || line '(' "$path" >&4
	status=$(
		{
			{
				if [ -n "$stage" ]; then "$@" 2>"$stage/err"; else "$@" 2>&1; fi 3>&- 4>&-
				echo $? >&3
			} | keep || echo full >&3
		} 3>&1
	)
	clock
	case $status in
	124 | 137 | 143) [ $((${now%.*} - ${start%.*})) -lt $((limit - 1)) ] || reason="timeout $limit" ;;
	*full)
		[ -z "$stage" ] || : >"$top/$path" # room for the manifest to say so
		status=${status%%[!0-9]*} reason=write-failed halt=limit
		;;
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
		head -c "$most" >"$top/$path"
	elif have head; then
		head -c "$most" | frame >&4
	else
		frame >&4
	fi
}
measure() {
	bytes=$(wc -c <"$top/$path")
	bytes=${bytes##* }
	all=$((all + bytes))
	[ "$bytes" -lt "$most" ] || cut='?' reason=${crowd:-size $most}
}

# Runs a command under a time limit; with $enter, in another network namespace.
ask() {
	case $enter in
	name) set -- ip netns exec "$ns_name" "$@" ;;
	pid) set -- nsenter -t "$ns_pid" -n "$@" ;;
	esac
	case $timeouts in
	timeout) timeout -s KILL "$limit" "$@" ;;
	watchdog) watched "$@" ;;
	*) "$@" ;;
	esac
}
watched() {
	"$@" &
	job=$!
	(
		trap 'kill "$nap"; exit' TERM
		sleep "$limit" &
		nap=$!
		wait "$nap" && kill -9 "$job"
	) >/dev/null 2>&1 3>&- 4>&- &
	dog=$!
	wait "$job" 2>/dev/null
	code=$?
	kill "$dog" 2>/dev/null
	return "$code"
}

# ---- the words of the lists ----

# run COMMAND...: what a command prints.
run() {
	begin command "$*" || return 0
	if ! have "$1"; then
		skip not-found
	elif [ -n "$crowd" ]; then
		skip "$crowd"
	else
		place cmd "$*"
		store ask "$@"
		record
	fi
}
# with "MODULE..." COMMAND...: only where that loads no kernel module.
with() {
	missing=
	for module in $1; do loaded "$module" || missing=$module; done
	shift
	if [ -z "$missing" ] || ! have "$1"; then
		run "$@"
	elif begin command "$*"; then
		case $missing in
		*_diag | nft_compat | *_netlink) skip "no-module $missing" ;;
		*) skip "none $missing" ;;
		esac
	fi
}
loaded() {
	[ "$modules" = fixed ] || [ -d "/sys/module/$1" ] || case $built_in in */"$1".ko*) ;; *) return 1 ;; esac
}
# copy DIRECTORY SHOWN-AS NAME...: files, all at once where that can be done.
copy() {
	from=$1 shown=$2
	shift 2
	for item; do
		shift
		begin file "$shown/$item" || continue
		if [ ! -e "$from/$item" ]; then
			skip absent
		elif [ ! -r "$from/$item" ]; then
			skip denied
		else
			set -- "$@" "$from/$item"
		fi
	done
	[ $# -gt 0 ] || return 0
	opened=$now closed=
	if [ -n "$stage" ] && [ -z "$crowd$filter$solo" ] && have cp; then
		place '' "$shown"
		folder "$path"
		ask cp "$@" "$top/$path/" 2>/dev/null
		clock
		closed=$now
	fi
	for item; do
		begin file "$shown/${item##*/}" || return 0
		place '' "$origin"
		if [ -n "$closed" ] && [ -f "$top/$path" ]; then
			start=$opened now=$closed status=0
			measure
		fi
		if [ "$status$cut" != 00 ]; then
			cut=0 reason=
			store ask "$reader" "$item"
		fi
		record
	done
}
# copy_all DIRECTORY: the files in it.
copy_all() {
	directory=$1
	set -- "$1"/*
	for item; do
		shift
		[ ! -f "$item" ] || set -- "$@" "${item##*/}"
	done
	copy "$directory" "$directory" "$@"
}
# tree NAME ORIGIN FILE...: many small files as one; each line begins with the name of its file.
tree() {
	leaf=$1 glob=$2
	shift 2
	begin tree "$glob" || return 0
	if [ $# -gt 20000 ]; then
		skip "too-many $# 20000"
	elif [ $# = 0 ] || { [ $# = 1 ] && [ ! -e "$1" ]; }; then
		skip absent
	else
		place tree "$leaf"
		if have grep; then store ask grep -s $only /dev/null "$@"; else store slurp /dev/null "$@"; fi
		case $status in [12]) status=0 ;; esac
		record
	fi
}
# The contents of files by the shell alone, those of several with their names.
slurp() {
	several=$#
	for item; do
		while IFS= read -r row || [ -n "$row" ]; do
			[ "$several" = 1 ] || row=$item:$row
			printf '%s\n' "$row"
		done <"$item"
	done 2>/dev/null
}
# crowded COUNT COMMAND...: asks for a table of COUNT entries; of a long one only the head is taken.
crowded() {
	[ "$1" -le "$max_rows" ] || crowd="too-many $1 $max_rows" most=65536
	shift
	"$@"
	crowd= most=$max_bytes
}
# personal COMMAND...: not in private mode. masked COMMAND...: there without addresses.
personal() {
	veil=$private
	"$@"
	veil=
}
masked() {
	[ -z "$private" ] || filter=$mask
	"$@"
	filter=
}
# sockstat PROTOCOL: the number of its sockets, those in TIME_WAIT too. Result: $value
sockstat() {
	value=0
	for file in "$net/sockstat" "$net/sockstat6"; do
		[ ! -r "$file" ] || while read -r label rest; do
			[ "$label" = "$1:" ] || continue
			key=
			for word in $rest; do
				case $key in inuse | tw) value=$((value + word)) ;; esac
				key=$word
			done
		done <"$file"
	done
}
# The network devices: in $hard those with hardware, in $soft the others.
list_devices() {
	hard= soft= IFS=$nl
	for row in $(ask "$reader" "$net/dev" 2>/dev/null); do
		device=${row%%:*}
		[ "$device" != "$row" ] || continue
		device=${device##* }
		if [ -z "$ns" ] && [ -e "/sys/class/net/$device/device" ]; then hard="$hard $device"; else soft="$soft $device"; fi
	done
	IFS=" $tab$nl"
}
# each_device COMMAND...: asks it of each device. each_nic: of those with hardware, if there are any.
each_device() { each "$hard $soft" "$@"; }
each_nic() { each "${hard:-$soft}" "$@"; }
each() {
	devices=$1 seen=0
	shift
	set -f
	for device in $devices; do
		seen=$((seen + 1))
		[ "$seen" -gt "$max_devices" ] || run "$@" "$device"
	done
	set +f
	[ "$seen" -le "$max_devices" ] || ! begin command "$* *" || skip "too-many $seen $max_devices"
}
# Classes and filters of the queues that have some.
traffic_control() {
	have tc || return 0
	seen=0 IFS=$nl
	set -f
	for row in $(ask tc qdisc show 2>/dev/null); do
		IFS=" $tab$nl"
		set -- $row
		[ $# -gt 4 ] && [ "$seen" -lt "$max_devices" ] || continue
		seen=$((seen + 1))
		case $2 in
		clsact | ingress)
			run tc -s filter show dev "$5" ingress
			[ "$2" = ingress ] || run tc -s filter show dev "$5" egress
			;;
		htb | hfsc | prio | drr | ets | qfq | cbq)
			run tc -s class show dev "$5"
			run tc -s filter show dev "$5"
			;;
		*) seen=$((seen - 1)) ;;
		esac
	done
	set +f
	IFS=" $tab$nl"
}
# Firewall rules with their counters. Legacy tables only where there are some: to ask would make them.
firewall() {
	with nf_tables nft list ruleset
	for version in ip ip6; do
		tables=$(ask "$reader" "$net/${version}_tables_names" 2>/dev/null)
		case $("${version}tables" -V 2>/dev/null) in
		*nf_tables*)
			with 'nf_tables nft_compat' "${version}tables-save" -c
			legacy "${version}tables-legacy-save"
			;;
		*) legacy "${version}tables-save" ;;
		esac
	done
}
legacy() {
	if [ -n "$tables" ] || ! have "$1"; then
		run "$1" -c
	elif begin command "$1 -c"; then
		[ -e "$net/${version}_tables_names" ] && [ ! -r "$net/${version}_tables_names" ] && skip no-root || skip none
	fi
}
# Limits, open files and cgroups of the processes that listen.
listeners() {
	have ss && loaded tcp_diag && loaded inet_diag || return 0
	pids=$(ask ss -ltnup 2>/dev/null | tr ', ' '\n\n' | sed -n 's/^pid=//p' | sort -un | head -n 200)
	set --
	for pid in $pids; do set -- "$@" "/proc/$pid/limits"; done
	tree limits '/proc/*/limits' "$@"
	set --
	for pid in $pids; do set -- "$@" "/proc/$pid/cgroup" "/proc/$pid/stat"; done
	personal tree processes '/proc/*/*' "$@"
	begin tree '/proc/*/fd' || return 0
	place tree open-files
	store count_files $pids
	record
}
count_files() {
	for pid; do
		set -- "/proc/$pid/fd"/*
		[ ! -e "$1" ] || printf '/proc/%s/fd:%s\n' "$pid" $#
	done
}

# ==== WHAT IS COLLECTED ====

# In every capture, of every network namespace. Counters first, close together.
net_counters() {
	copy "$net" /proc/net snmp netstat snmp6 dev sockstat sockstat6 softnet_stat xfrm_stat netlink packet ptype \
		protocols tls_stat ip_vs_stats rt6_stats fib_triestat ip_tables_names ip6_tables_names
	copy "$net/stat" /proc/net/stat nf_conntrack arp_cache ndisc_cache rt_cache synproxy
	copy "$net/netfilter" /proc/net/netfilter nfnetlink_queue nfnetlink_log nf_log
	copy "$net/sctp" /proc/net/sctp snmp
	sockstat UDP
	personal crowded "$value" copy "$net" /proc/net udp udp6
}

# In every capture, of the host.
host_counters() {
	copy /proc /proc stat interrupts softirqs vmstat meminfo loadavg uptime
	copy /proc/pressure /proc/pressure cpu memory io
	copy /proc/sys/net/netfilter /proc/sys/net/netfilter nf_conntrack_count nf_conntrack_max
	copy_all /proc/net/bonding
	tree net-devices '/sys/class/net/*' /sys/class/net/*/statistics/* /sys/class/net/*/carrier* \
		/sys/class/net/*/ifindex /sys/class/net/*/operstate /sys/class/net/*/flags /sys/class/net/*/mtu \
		/sys/class/net/*/speed /sys/class/net/*/duplex /sys/class/net/*/tx_queue_len
	tree net-queues '/sys/class/net/*/queues/*' /sys/class/net/*/queues/tx-*/tx_timeout \
		/sys/class/net/*/queues/tx-*/byte_queue_limits/[il]*
	only='-e nr_ -e throttled'
	tree cgroup-cpu.stat '/sys/fs/cgroup/*/cpu.stat' $(cgroups cpu.stat)
	only=^
}

# In every capture, by commands, of every network namespace that can be entered.
net_commands() {
	masked run ip -s -s -d link
	masked firewall
	with 'tcp_diag inet_diag' ss -ltnm$sockets
	sockstat UDP
	crowded "$value" with 'udp_diag inet_diag' ss -u${private:+l}${sockets:+a}nm$sockets
	with nf_conntrack_netlink conntrack -S
	run tc -s -d qdisc show
	traffic_control
	each_device ethtool -S
	personal with ip_vs ipvsadm -Ln --stats
}

# Once, of every network namespace that can be entered.
net_settings() {
	personal run ip -d address
	personal run ip route show table all
	personal run ip -6 route show table all
	personal run ip rule
	personal run ip -6 rule
	personal run ip -s -s neigh
	each_device ethtool -k
	each_device ethtool -i
	filter="sed -e '/fastopen_key/d' -e '/stable_secret/d'"
	run sysctl -a
	filter=
}

# Once.
settings() {
	have sysctl || tree sysctl '/proc/sys/*' /proc/sys/net/core/* /proc/sys/net/*/[a-z]*_[a-eg-z]* /proc/sys/net/ipv4/*/*/* \
		/proc/sys/net/ipv6/conf/*/[adfm]* /proc/sys/fs/[fn]* /proc/sys/vm/*free*
	each_device ethtool
	for option in -g -l -c -a --show-eee; do each_nic ethtool $option; done
	copy /etc /etc os-release redhat-release sysctl.conf hostname machine-id
	for folder in /etc /run /usr/local/lib /usr/lib; do copy_all $folder/sysctl.d; done
	copy /proc /proc version cmdline cpuinfo modules
	copy /proc/sys/kernel /proc/sys/kernel hostname osrelease
	copy /proc/sys/kernel/random /proc/sys/kernel/random boot_id
	copy_all /proc/net/vlan
	masked run dmesg
	[ "$status" = 0 ] || masked run journalctl -k -b --no-pager -n 5000
	run bridge -d link
	personal run bridge vlan
	run bpftool net list
	with ip_set ipset list -t
	for command in 'ip netns' 'uname -a' date uptime; do run $command; done
	tree net-steering '/sys/class/net/*/queues/*' /sys/class/net/*/queues/*/[rx]ps_*
	tree net-hardware '/sys/class/net/*/device/*' /sys/class/net/*/device/vendor /sys/class/net/*/device/device \
		/sys/class/net/*/device/numa_node /sys/class/net/*/device/local_cpulist /sys/class/net/*/device/*_link_*
	tree irq '/proc/irq/*' /proc/irq/*/smp_affinity_list /proc/irq/*/effective_affinity_list
	tree cgroup-cpu.max '/sys/fs/cgroup/*/cpu.max' $(cgroups cpu.max)
	listeners
	for day in 0 86400; do
		day=sar$(date -d "@$((wall - day))" +%d 2>/dev/null)
		copy /var/log/sysstat /var/log/sysstat "$day"
		copy /var/log/sa /var/log/sa "$day"
	done
}

# Once: tables, whole only where they are short.
tables() {
	sockstat TCP
	personal crowded "$value" with 'tcp_diag inet_diag' ss -tanmoi$sockets
	solo=1
	personal crowded "$value" copy "$net" /proc/net tcp tcp6
	first_line /proc/sys/net/netfilter/nf_conntrack_count
	personal crowded "${value:-0}" copy "$net" /proc/net nf_conntrack
	personal copy "$net" /proc/net unix route ipv6_route arp if_inet6 raw raw6 igmp
	solo=
}

# ==== HOW ====

capture() {
	clock
	mono0=${now%.*}
	wall0=$(date +%s 2>/dev/null) || wall0=$(boot_time)
	clock
	[ -n "$list" ] || say capture "$cap" "$wall" "$now"
	net_counters
	host_counters
	find_namespaces
	each_namespace "$max_netns" namespace_files
	list_devices
	net_commands
	if [ "$cap" = 1 ]; then
		net_settings
		settings
		tables
	fi
	each_namespace "$max_netns_commands" namespace_commands
}
# The time by the kernel's own account, for hosts without `date`.
boot_time() {
	while read -r key value; do [ "$key" != btime ] || echo $((value + mono0)); done </proc/stat
}
cgroups() { find /sys/fs/cgroup -name "$1" 2>/dev/null | head -n 2000; }

# The other network namespaces: those of `ip netns`, then those of processes. Results: $others, name_INODE, pids_INODE
find_namespaces() {
	others= told=0
	set -- /proc/[0-9]*/ns/net
	processes=$#
	set -- $(ls -Ldi /proc/self/ns/net 2>/dev/null)
	own=${1:-none} IFS=$nl
	for row in $(ls -Ldi /run/netns/* /proc/[0-9]*/ns/net 2>/dev/null); do
		row=${row#"${row%%[0-9]*}"}
		inode=${row%% *} target=${row#* }
		case $target in /proc/*) told=$((told + 1)) ;; esac
		case $inode in "$own" | *[!0-9]*) continue ;; 4?????????) ;; *) continue ;; esac
		case "$others " in *" $inode "*) ;; *) others="$others $inode" && eval "name_$inode= pids_$inode=" ;; esac
		pid=${target#/proc/}
		case $pid in
		/*) eval "name_$inode=\${name_$inode:-\${target#/run/netns/}}" ;;
		*) eval "pids_$inode=\"\${pids_$inode:+\$pids_$inode }\${pid%%/*}\"" ;;
		esac
	done
	IFS=" $tab$nl"
	[ "$told" -ge "$processes" ] || [ -n "$list" ] ||
		say note "network namespaces of $((processes - told)) of $processes processes cannot be told apart"
}
# each_namespace LIMIT COMMAND
each_namespace() {
	number=0
	for inode in $others; do
		number=$((number + 1))
		[ "$number" -le "$1" ] || continue
		eval "ns_name=\$name_$inode pids=\$pids_$inode"
		ns_pid=${pids%% *}
		case $ns_name in '' | *[!A-Za-z0-9._-]*) ns=$inode ;; *) ns=$ns_name ;; esac
		"$2"
		ns= enter= net=/proc/net
	done
	[ "$number" -le "$1" ] || ! begin file '/proc/*/ns/net' || skip "too-many $number $1"
}
namespace_files() {
	[ -n "$list" ] || say netns "$ns" "$inode" "$ns_name" "$pids"
	if [ -n "$ns_pid" ]; then net=/proc/$ns_pid/net; else enter_namespace || return 0; fi
	net_counters
}
namespace_commands() {
	enter_namespace || return 0
	list_devices
	net_commands
	[ "$cap" -gt 1 ] || net_settings
}
enter_namespace() {
	enter=${ns_name:+name}
	enter=${enter:-pid}
	[ "$uid" = 0 ] && ask true 2>/dev/null && return
	! begin command 'ip netns exec' || skip no-netns
	return 1
}

# What this host lets us use.
prepare() {
	uid= timeouts=none modules=guarded sed_l= userland= only=^ most=$max_bytes reader=cat sockets=ep
	mask="sed -e 's/[0-9]\{1,3\}\(\.[0-9]\{1,3\}\)\{3\}/x.x.x.x/g' -e 's/\([0-9A-Fa-f]\{2\}:\)\{5,\}[0-9A-Fa-f]\{2\}/x:x:x/g' \
		-e 's/[0-9A-Fa-f:]*::[0-9A-Fa-f:]*/x::x/g' -e 's/\([0-9A-Fa-f]\{1,4\}:\)\{7\}[0-9A-Fa-f]\{1,4\}/x::x/g'"
	[ -z "$private" ] || sockets=
	while read -r key value rest; do [ "$key" != Uid: ] || uid=$value; done </proc/self/status
	first_line /proc/sys/kernel/hostname
	host=$value
	have cat || reader=slurp count=1
	have sleep || count=1
	if timeout -s KILL 9 true; then timeouts=timeout; elif have sleep; then timeouts=watchdog; fi
	first_line /proc/sys/kernel/modules_disabled
	if [ "$value" = 1 ] || [ ! -e /proc/modules ]; then modules=fixed; fi
	first_line /proc/sys/kernel/osrelease
	built_in=$(cat "/lib/modules/$value/modules.builtin")
	case $(printf 'a\tb\n' | sed -n l) in 'a\tb$') sed_l=1 ;; esac
	case $(cat --version 2>&1) in *GNU*) userland=gnu ;; *usy[Bb]ox*) userland=busybox ;; *oybox*) userland=toybox ;; esac
	renice -n 19 -p $$
	ionice -c 3 -p $$
} >/dev/null 2>&1

manifest_head() {
	say dropcause-bundle 1
	first_line /proc/$$/comm
	shell=$value${BASH_VERSION:+ $BASH_VERSION}${KSH_VERSION:+ $KSH_VERSION}
	for pair in kernel:/proc/sys/kernel/osrelease machine_id:/etc/machine-id boot_id:/proc/sys/kernel/random/boot_id; do
		first_line "${pair#*:}"
		say meta "${pair%%:*}" "$value"
	done
	arch=$(uname -m) utc_offset=$(date +%z) page_size=$(getconf PAGESIZE) clk_tck=$(getconf CLK_TCK)
	for key in collector host uid options count interval shell userland timeouts modules private until arch utc_offset page_size clk_tck; do
		eval "say meta $key \"\$$key\""
	done
	say fields capture kind path origin netns wall start end status bytes cut reason stderr
} 2>/dev/null

# A private folder to build the bundle in: on a tmpfs, else where the bundle goes. Results: $stage, $top
find_stage() {
	have mkdir && have rm && have wc && have head || return 1
	places=
	while read -r rest place type rest; do
		case $type in tmpfs | ramfs) places="$places $place " ;; esac
	done </proc/mounts
	for place in /dev/shm "/run/user/$uid" /run /tmp; do
		case $places in *" $place "*) stage_on "$place" && return ;; esac
	done
	[ "$out" != - ] || return 1
	stage_on "${out%/*}" || stage_on "$PWD" || stage_on /tmp
}
stage_on() {
	mkdir "$1/.dropcause.$$" || return 1
	stage=$1/.dropcause.$$ top=$1/.dropcause.$$/$bundle
	mkdir "$top" && : >"$stage/err" && echo >"$top/manifest.tsv" && : >"$top/manifest.tsv" && return
	clean
	stage=
	return 1
} 2>/dev/null

# Ends the bundle: complete, interrupted, limit.
finish() {
	trap 'exit 1' INT TERM HUP
	[ "$1" != interrupted ] || code=130
	[ -z "$witness" ] || end_witness "$1"
	if [ -n "$stage" ] && [ -z "$text" ]; then
		manifest=$top/manifest.tsv
		for part in $((cap - 3)) $((cap - 2)) $((cap - 1)) "$cap"; do
			[ ! -e "$stage/part.$part" ] || cat "$stage/part.$part" >>"$manifest"
		done
		! have sha256sum || (cd "$top" && find . -type f ! -name manifest.tsv -exec sha256sum {} +) |
			while read -r sum file; do say sum sha256 "$sum" "${file#./}"; done
	fi
	clock
	say end "$wall" "$now" "$1"
	[ -z "$text" ] || exit "$code"
	case $out in
	-) pack || exit 1 ;;
	'')
		suffix=tar
		! have gzip || suffix=tar.gz
		pack_into "$PWD/$bundle.$suffix" || pack_into "/tmp/$bundle.$suffix" || exit 1
		;;
	*) pack_into "$out" || exit 1 ;;
	esac
	exit "$code"
}
pack() { (cd "$stage" && { tar cf - "$bundle" || echo 'tar failed' >"$stage/err"; } | if have gzip; then gzip -c; else cat; fi); }
pack_into() {
	: >"$stage/err"
	if { pack >"$1"; } 2>>"$stage/err" && [ ! -s "$stage/err" ]; then
		printf '%s\n' "$1"
		return
	fi
	first_line "$stage/err"
	tell "cannot write $1: $value"
	rm -f "$1"
	return 1
}
clean() {
	[ -z "$nap" ] || kill "$nap"
	[ -z "$stage" ] || rm -rf "$stage"
} 2>/dev/null

# The packet witness, in the background: headers only, at most 5000.
start_witness() {
	packets='tcp[13] & 6 != 0 or ip6[6] = 6 and ip6[53] & 6 != 0 or ip[6:2] & 0x3fff != 0 or ip6[6] = 44 or icmp[0] = 3 or icmp6'
	set -- tcpdump -i any -nn -p -U -s 100 -c 5000 -w - "$packets"
	cap=1
	begin pcap "$*" || return 0
	if [ -n "$text" ]; then
		skip text-only
	elif ! have tcpdump; then
		skip not-found
	elif [ ! -e /proc/net/packet ]; then
		skip 'no-module af_packet'
	else
		witness_origin=$origin witness_start=$start
		folder 1/pcap
		(
			limit=$pcap
			ask "$@" >"$top/1/pcap/any.pcap" 2>"$stage/pcap.err"
		) &
		witness=$!
	fi
}
end_witness() {
	[ "$1" = complete ] || kill "$witness" 2>/dev/null
	wait "$witness"
	code_of=$?
	halt= cap=1 deadline=2000000000
	begin pcap "$witness_origin"
	start=$witness_start status=$code_of path=1/pcap/any.pcap
	first_line "$stage/pcap.err"
	err=$value
	measure
	record
}

# The counter of --until, now. Result: $value
counter() {
	value=
	for file in snmp netstat; do
		while read -r label names; do
			[ "$label" = "${until%%.*}:" ] || continue
			read -r label rest
			set -- $rest
			for key in $names; do
				[ $# -gt 0 ] || break
				[ "$key" != "${until#*.}" ] || value=$1
				shift
			done
		done <"/proc/net/$file"
	done
}
# Of captures that wait for it, keeps the first and the last three; after it has risen, takes one more.
roll() {
	[ -z "$risen" ] || finish complete
	counter
	[ "$value" = "$before" ] || risen=1
	old=$((cap - 2))
	[ -n "$risen" ] || [ "$old" -lt 2 ] || rm -rf "$top/$old" "$stage/part.$old"
}

main() {
	while [ $# -gt 0 ]; do
		case $1 in -[nio] | --until | --pcap) [ $# -gt 1 ] || wrong "$1 needs a value" ;; esac
		case $1 in
		-n) count=$2 ;;
		-i) interval=$2 ;;
		-o) out=$2 ;;
		--until) until=$2 ;;
		--pcap) pcap=$2 ;;
		-T) text=1 ;;
		-P) private=yes ;;
		-l) list=1 ;;
		-h | --help) printf '%s\n' "$usage" && exit ;;
		*) wrong "unknown option $1" ;;
		esac
		case $1 in -[nio] | --until | --pcap) shift ;; esac
		shift
	done
	case $count$interval$pcap in *[!0-9]*) wrong 'a number is needed' ;; esac
	exec 4>&1 </dev/null
	have printf || { echo 'dropcause: no bundle: this shell has no printf' >&2 && exit 1; }
	prepare
	if [ -n "$list" ]; then
		deadline=0
		capture
		exit
	fi
	if [ -n "$until" ]; then
		counter
		before=$value
		[ -n "$before" ] || wrong "no counter $until in /proc/net/snmp or netstat"
	fi
	case $out in - | /*) ;; ?*) out=$PWD/$out ;; *) [ -z "$text" ] || out=- ;; esac
	[ "$out" != - ] || [ ! -t 1 ] || text=1
	place . "$host"
	bundle=dropcause-${path##*/}-$(date -u +%Y%m%dT%H%M%SZ 2>/dev/null || boot_time)
	trap clean EXIT
	trap 'exit 1' PIPE
	trap 'finish interrupted' INT TERM HUP
	find_stage && have tar || text=1
	if [ -n "$text" ]; then
		[ "${out:--}" = - ] || { : >"$out" && exec 4>"$out"; } || exit 1
		printf '#dropcause-text 1$\n' >&4
	fi
	manifest=$top/manifest.tsv
	manifest_head
	[ -z "$pcap" ] || start_witness
	while :; do
		clock
		deadline=$((${now%.*} + max_time)) next=$((${now%.*} + interval))
		[ -z "$until" ] || [ "$cap" = 1 ] || manifest=$stage/part.$cap
		capture
		[ -z "$halt" ] || finish "$halt"
		[ "$cap" != "$count" ] || finish complete
		[ -z "$until" ] || roll
		clock
		if [ "${now%.*}" -lt "$next" ]; then
			sleep $((next - ${now%.*})) &
			nap=$!
			wait "$nap"
			nap=
		fi
		cap=$((cap + 1))
	done
}
wrong() {
	tell "$1"
	printf '%s\n' "$usage" >&2
	exit 2
}

main "$@"; exit
