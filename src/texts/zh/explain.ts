import type { explainTexts as english } from '../explain.ts';

/** Headings of `dropcause explain` in Simplified Chinese. Form: see ../explain.ts. */
export const explainTexts: Record<keyof typeof english, string> = {
  name: '名称',
  why: '原因',
  layer: '层',
  'judged-per': '{layer}，按 {per} 判断',
  needs: '所需数据',
  or: ' 或 ',
  verdicts: '可能的判断',
  'taken-for': '容易混淆的原因',
  references: '参考资料',
};
