import { Option } from 'commander';
import type { ViewOptions } from '../report/view.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export function langOption(description: string): Option {
  return new Option('--lang <language>', description).choices(languages).default('en');
}

/** What the views need to speak a language; its texts are loaded only now. */
export async function speaking(language: Language): Promise<ViewOptions> {
  const { catalogue } = await import('../causes/index.ts');
  if (language === 'zh') {
    const { chinese } = await import('../texts/zh/chinese.ts');
    return { dictionary: chinese(catalogue), lang: 'zh-Hans', catalogue };
  }
  const { english } = await import('../texts/english.ts');
  return { dictionary: english(catalogue), lang: 'en', catalogue };
}
