#!/bin/sh
# Checks on Debian's kernel, in a qemu guest without network, that the collector loads no kernel module. By hand, as root:
#   apt-get install -y --no-install-recommends qemu-system-x86 busybox-static cpio kmod dash iproute2 ethtool iptables nftables conntrack
#   sh test/guest/modules.sh [FOLDER]
# FOLDER (a new one in the temporary folder) keeps the kernel package between runs. Emulated, some minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"

# The newest kernel of Debian's 6.1 line, unpacked and not installed.
kernel=$(ls -d linux/boot/vmlinuz-* 2>/dev/null | tail -n 1 || :)
if [ -z "$kernel" ]; then
	package=$(apt-cache search --names-only '^linux-image-6.1.0-[0-9]+-amd64$' | cut -d ' ' -f 1 | sort -V | tail -n 1)
	ls "$package"_*.deb >/dev/null 2>&1 || apt-get download "$package"
	dpkg -x "$package"_*.deb linux
	kernel=$(ls -d linux/boot/vmlinuz-*)
fi
release=${kernel##*/vmlinuz-}

# A root with the tools, their libraries, and the network modules.
rm -rf root
mkdir -p root/usr/bin root/usr/sbin root/usr/lib/modules root/usr/lib64 root/proc root/sys root/dev root/run root/tmp root/etc
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "root/$folder"; done
cp /bin/busybox root/bin/
for applet in $(busybox --list); do [ -e "root/bin/$applet" ] || ln -s busybox "root/bin/$applet"; done
add() {
	for file; do
		path=$(command -v "$file" || printf '%s' "$file")
		mkdir -p "root$(dirname "$path")"
		cp -L --remove-destination "$path" "root$path"
		for library in $(ldd "$path" 2>/dev/null | grep -o '/[^ )]*'); do
			[ -e "root$library" ] || { mkdir -p "root$(dirname "$library")" && cp -L "$library" "root$library"; }
		done
	done
}
rm -f root/bin/ip root/bin/tc root/bin/modprobe
add dash ip tc ss bridge ethtool nft conntrack modprobe \
	iptables-legacy iptables-legacy-save ip6tables-legacy ip6tables-legacy-save \
	iptables-nft iptables-nft-save ip6tables-nft ip6tables-nft-save
for name in iptables iptables-save ip6tables ip6tables-save; do # Debian's alternatives
	ln -sf "$(echo $name | sed s/tables/tables-nft/)" "root/usr/sbin/$name"
done
extensions=$(dirname "$(find /usr/lib -name libxt_tcp.so | head -n 1)")
for file in "$extensions"/libxt_tcp.so "$extensions"/libxt_standard.so "$extensions"/libxt_comment.so; do
	[ ! -e "$file" ] || add "$file"
done
mkdir -p "root/lib/modules/$release/kernel"
cp -r "linux/lib/modules/$release/kernel/net" "linux/lib/modules/$release/kernel/lib" "linux/lib/modules/$release/kernel/crypto" "root/lib/modules/$release/kernel/"
cp "linux/lib/modules/$release/"modules.builtin* "linux/lib/modules/$release/modules.order" "root/lib/modules/$release/"
depmod -b root "$release"
cp "$here/../../collector/collect.sh" "$here/inside.sh" root/
cat >root/init <<'INIT'
#!/bin/sh
mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t devtmpfs dev /dev
mkdir /dev/shm && mount -t tmpfs tmpfs /dev/shm && mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /tmp
sh /inside.sh
poweroff -f
INIT
chmod +x root/init
(cd root && find . | cpio -o -H newc --quiet | gzip -1) >initrd.gz

timeout "${LIMIT:-1500}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 1024 -nographic -no-reboot \
	-nic none -kernel "$kernel" -initrd initrd.gz -append 'console=ttyS0 panic=-1 mitigations=off rdinit=/init' </dev/null >log.txt 2>&1 || :
tr -d '\r' <log.txt | grep -E '^(ok|FAILED|note|passed)' || :
grep -q '^passed' log.txt
