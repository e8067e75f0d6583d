/** Headings of `dropcause explain`. Names of layers, verdicts and needs stand there as the program spells them. */
export const explainTexts = {
  name: 'NAME',
  why: 'WHY',
  layer: 'LAYER',
  'judged-per': '{layer}, judged per {per}',
  needs: 'NEEDS',
  or: ' or ',
  verdicts: 'VERDICTS',
  'taken-for': 'EASILY TAKEN FOR',
  references: 'REFERENCES',
};
