import type { Message, Remedy } from '../model.ts';

/** Something to look at before anything is changed. `verify`: what to run again afterwards. */
export function investigate(
  what: Message,
  commands: string[],
  who: Remedy['who'] = 'admin',
  verify: string[] = [],
): Remedy {
  return { when: 'investigate', what, commands, verify, undo: [], risk: 'none', who };
}

/** A change in the application's own code or configuration: there is no command for it. */
export function changeApplication(what: Message, verify: string[], sideEffects?: Message): Remedy {
  const about = sideEffects === undefined ? {} : { sideEffects };
  return {
    when: 'persist',
    what,
    commands: [],
    verify,
    undo: [],
    ...about,
    risk: 'restart',
    who: 'application-owner',
  };
}
