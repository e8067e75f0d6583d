import ts from 'typescript';

/**
 * One way to make a file wrong. `row` is the text of the line where it begins; `what` is how it is called: the code,
 * and what becomes of it.
 * @typedef {{ id: number, line: number, row: string, what: string }} Mutant
 */

/** @type {Map<ts.SyntaxKind, string>} */
const flips = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
]);
const lazy = new Set([ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken]);

/**
 * The source with all of its mutants built in: `globalThis.mutant` holds the id of the one that is in force. Flips
 * comparisons, logical and arithmetic operators, drops negations, turns conditions around, drops statements.
 * @param {string} text
 * @param {number} firstId
 */
export function instrument(text, firstId) {
  const source = ts.createSourceFile('mutated.ts', text, ts.ScriptTarget.ES2023, true);
  const rows = text.split('\n').map((row) => row.trim());
  /** @type {Mutant[]} */
  const mutants = [];
  /** Texts that go before and after a place; at one place the outer node's stands outside. */
  const [before, after, replaced] = [new Map(), new Map(), new Map()];
  /** @param {ts.Node} node @param {string} head @param {string} tail */
  const wrap = (node, head, tail) => {
    const [start, end] = [node.getStart(source), node.getEnd()];
    before.set(start, (before.get(start) ?? '') + head);
    after.set(end, tail + (after.get(end) ?? ''));
  };
  /** @param {ts.Node} node @param {string} becomes */
  const mutant = (node, becomes) => {
    const id = firstId + mutants.length;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    const code = node
      .getText(source)
      .split('\n')
      .map((row) => row.trim())
      .join(' ');
    mutants.push({ id, line, row: rows[line - 1] ?? '', what: `${code}  =>  ${becomes}` });
    return id;
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) operator(node);
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      wrap(node, `mutation.negation(${mutant(node, 'not negated')}, `, ')');
      replaced.set(node.getStart(source), '');
    } else if (ts.isConditionalExpression(node)) {
      wrap(node.condition, `mutation.condition(${mutant(node.condition, 'turned around')}, `, ')');
    } else if (ts.isIfStatement(node) || ts.isExpressionStatement(node) || ts.isContinueStatement(node)) {
      wrap(node, `{if (mutation.isOff(${mutant(node, 'dropped')})) {`, '}}');
    }
    ts.forEachChild(node, visit);
  };
  /** @param {ts.BinaryExpression} node */
  const operator = (node) => {
    const { kind } = node.operatorToken;
    const flip = flips.get(kind);
    if (flip === undefined) return;
    const old = node.operatorToken.getText(source);
    const id = mutant(node, `${old} is ${flip}`);
    wrap(node, `mutation.operator(${id}, '${old}', '${flip}', () => (`, '))');
    replaced.set(node.operatorToken.getStart(source), lazy.has(kind) ? '), () => (' : '), () => (');
  };
  visit(source);
  return { mutants, text: woven(text, before, after, replaced, source) };
}

/**
 * @param {string} text
 * @param {Map<number, string>} before
 * @param {Map<number, string>} after
 * @param {Map<number, string>} replaced tokens by where they start
 * @param {ts.SourceFile} source
 */
function woven(text, before, after, replaced, source) {
  /** @type {Map<number, number>} */
  const lengths = new Map();
  /** @param {ts.Node} node */
  const measure = (node) => {
    if (ts.isBinaryExpression(node))
      lengths.set(node.operatorToken.getStart(source), node.operatorToken.getWidth(source));
    if (ts.isPrefixUnaryExpression(node)) lengths.set(node.getStart(source), 1);
    ts.forEachChild(node, measure);
  };
  measure(source);
  let out = '';
  for (let i = 0; i <= text.length; i++) {
    out += (after.get(i) ?? '') + (before.get(i) ?? '');
    const token = replaced.get(i);
    if (token !== undefined) {
      out += token;
      i += (lengths.get(i) ?? 1) - 1;
    } else out += text[i] ?? '';
  }
  return out;
}
