export const duplexMismatch = {
  title: '双工模式不匹配',
  why: '链路一端为半双工，另一端为全双工。半双工端在对端同时发送时看到冲突并中止发送（late collision、carrier error）；全双工端则看到被截断的帧（frame 和 CRC 错误）。一端固定速率而另一端自动协商时就会发生：得不到应答，自动协商端只能退回半双工。小流量正常，大传输极慢。',
  half: '{device} 以半双工运行[[（{speed} Mb/s）]][[，有 {n} 次冲突]]',
  collisions: '{device} 计到 {n} 次冲突[[，{seconds:duration} 内]]：链路有一端以半双工运行',
  ok: '没有链路以半双工运行，也没有冲突',
  duplex: '半双工',
  torn: '发生冲突的帧会被截断',
  both: '两端设置一致：都用自动协商（千兆铜缆必须如此）',
  flap: '链路会中断数秒。',
};
