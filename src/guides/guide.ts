import type { Finding, GuideStep, Message, WalkedGuide } from '../model.ts';

/** A symptom, and the questions that lead from it to a cause, in the order in which an engineer asks them. */
export interface Guide {
  id: string;
  steps: readonly Step[];
}

export interface Step {
  /** Its question is the text 'guide/<guide>/<step>'; where this host's data cannot tell, '<step>-look' says how to look. */
  id: string;
  /** Causes whose findings answer it; without the first one answered, "no" would be a guess. */
  causes: readonly string[];
}

/** Walks every guide with the findings of one host, the most important first. */
export function walkGuides(guides: readonly Guide[], findings: readonly Finding[]): WalkedGuide[] {
  return guides.map(({ id, steps }) => ({
    id,
    title: text(id, 'title'),
    steps: steps.map((step) => answer(id, step, findings)),
  }));
}

const text = (guide: string, key: string): Message => ({ id: `guide/${guide}/${key}`, args: {} });

function answer(guide: string, { id, causes }: Step, findings: readonly Finding[]): GuideStep {
  const question = text(guide, id);
  const found = findings.filter(({ cause }) => causes.includes(cause));
  const guilty = found.find(
    ({ verdict, severity }) => (verdict === 'problem' || verdict === 'suspect') && severity !== 'info',
  );
  if (guilty) return told(question, 'yes', guilty);
  const first = found.find(({ cause }) => cause === causes[0]);
  if (first && first.verdict !== 'unknown') return told(question, 'no', first);
  const look = text(guide, `${id}-look`);
  return first ? { ...told(question, 'unknown', first), look } : { question, answer: 'unknown', look };
}

function told(
  question: Message,
  answer: GuideStep['answer'],
  { cause, summary, evidence, instances }: Finding,
): GuideStep {
  const [proof] = [...evidence, ...instances.flatMap((instance) => instance.evidence)];
  return { question, answer, cause, because: summary, ...(proof ? { evidence: proof } : {}) };
}
