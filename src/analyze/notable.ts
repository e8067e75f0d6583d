import type { Context, Setting } from '../causes/cause.ts';
import { cite } from '../causes/cause.ts';
import { bootSetting } from '../host/settings.ts';
import type { NotableSetting } from '../model.ts';
import { defaultOf } from './defaults.ts';

/** A host with hundreds of devices has each of them set by the same line. */
const most = 500;

/**
 * Settings in force that differ from what this host's kernel starts with, and the line that sets them at boot. Of a
 * container only what differs from its host, too.
 */
export function notableSettings(contexts: readonly Context[]): NotableSetting[] {
  const own = contexts.find(({ netns }) => netns === '');
  const found = contexts.flatMap((context) =>
    notableIn(context).filter(
      ({ key, value }) => context === own || plain(own?.setting(key)?.value ?? '') !== value,
    ),
  );
  return found.slice(0, most);
}

function notableIn(context: Context): NotableSetting[] {
  const { kernel } = context;
  if (!kernel) return [];
  const keys = new Set(context.all('sysctl').flatMap(({ value }) => [...value.keys()]));
  return [...keys].sort().flatMap((key) => {
    const setting = context.setting(key);
    const standard = defaultOf(key, kernel);
    if (!setting || standard === undefined || plain(setting.value) === standard) return [];
    return isInherited(setting, context) ? [] : [notable(setting, standard, context)];
  });
}

/** A device takes its values from conf.default when it appears: told once, there. */
function isInherited({ key, value }: Setting, context: Context): boolean {
  const inherited = key.replace(/(?<=^net\.ipv4\.conf\.)(?!all\.|default\.).+(?=\.)/, 'default');
  return inherited !== key && context.setting(inherited)?.value === value;
}

function notable({ key, value: told, line }: Setting, standard: string, context: Context): NotableSetting {
  const value = plain(told);
  const boot = context.netns === '' ? bootSetting(context, key) : undefined;
  const meaning = (of: string) => ({ id: 'common/setting-is', args: { key, value: of } });
  return {
    key,
    scope: context.netns === '' ? {} : { netns: context.netns },
    value,
    standard,
    evidence: cite(line, meaning(value)),
    ...(boot ? { boot: cite(boot.line, meaning(boot.value)) } : {}),
  };
}

/** Values of several numbers are separated by tabs in one format and by blanks in another. */
const plain = (value: string) => value.trim().replace(/\s+/g, ' ');
