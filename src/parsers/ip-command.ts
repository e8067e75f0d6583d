/**
 * Recognises `ip [options] OBJECT [show ...]` with any options and abbreviations of the object, and not the subcommands
 * that change something or ask for one thing. Options are letters, words, or -f with a family.
 */
export function ipShows(objects: string): RegExp {
  const options = String.raw`( -f(amily)? [a-z]\S*| --?(?!f(amily)? )\S+)*`;
  return new RegExp(
    String.raw`^ip${options} (${objects})( (?!add|append|change|del|flush|get|replace|set)\S.*)?$`,
  );
}
