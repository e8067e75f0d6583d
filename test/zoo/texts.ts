/** Hostile texts, for every place where a stranger's words are shown: by name, what somebody would print. */
const url = 'http://127.0.0.1:9';

export const texts: Readonly<Record<string, string>> = {
  'markup: an element with a handler': `<img src=x onerror=alert(1)><svg/onload=alert(1)>`,
  'markup: a script': `<script>alert(1)</script><script src=${url}/x.js></script>`,
  'markup: out of an attribute': `" onmouseover="alert(1)" x='`,
  'markup: out of style, title, textarea and comment': '</style></title></textarea></script>--><b zoo>x</b>',
  'markup: a frame, an object, a form': `<iframe src=${url}></iframe><object data=${url}></object><form action=${url}><input autofocus onfocus=alert(1)>`,
  'markup: links and styles that load': `<link rel=stylesheet href=${url}/x.css><style>@import url(${url})</style><meta http-equiv=refresh content="0;${url}">`,
  'markup: entities': '&lt;b&gt; &#60;img src=x onerror=alert(1)&#62; &colon;',
  'markup: without angle brackets of ASCII': '＜script＞alert(1)＜/script＞ \u00bcscript\u00be',
  'templates: Handlebars':
    '{{constructor.constructor "return process"}}{{{x}}}{{#if x}}{{>evil}}{{/if}}{{lookup . "__proto__"}}',
  'templates: others': '$\u007b7*7} <%= 7*7 %> #{7*7} {%raw%} [[7*7]] {n} {rate:rate} [[{gone}]]',
  'script addresses':
    '[a](javascript:alert(1)) javascript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x',
  'formulas: equals': `=cmd|'/C calc'!A0`,
  'formulas: plus, minus, at': '+1+1 -2+3 @SUM(1)',
  'formulas: behind a tab': '\t=1+1',
  'formulas: out of a cell': '",=1+1,"',
  'Markdown: heading, list, quote, rule': '# heading\n- item\n> quote\n---\n1. x',
  'Markdown: fences and code': '``` x ~~~ `` `code` ```\n```',
  'Markdown: links, pictures, mentions':
    '![x](http://evil.example/x.png) <http://evil.example> www.evil.example @team #1 [x]: http://evil.example',
  'Markdown: table cells and emphasis': 'a | b | **c** _d_ ~~e~~ \\| $x$ $$y$$',
  'Markdown: Jira': '{code}x{code} {html}<b>{html} [x|http://evil.example] !x.png!',
  'terminal: colours and cursor': '\u001b[31mred\u001b[2J\u001b[1;1H\u001b[8m',
  'terminal: title, clipboard, links':
    '\u001b]0;owned\u0007\u001b]52;c;ZXZpbA==\u0007\u001b]8;;http://evil.example\u001b\\x',
  'terminal: eight-bit controls': '\u009b31m \u009d0;x\u009c \u0090x\u009c',
  'terminal: backspaces and returns': 'rm -rf /\r\b\b\b\b\bharmless',
  'terminal: bell, NUL, DEL, vertical tab': '\u0007\u0000\u007f\u000b\u000c',
  'direction: overrides': '\u202egpj.exe\u202c \u2066x\u2069 \u200fx',
  'invisible: zero width, soft hyphen, tags': 'a\u200bb\u200cc\u00add\u{e0041}\u{e0001}',
  'lines: CRLF, NEL, LS, PS': 'a\r\nb\u0085c\u2028d\u2029e',
  'bytes: lone surrogates, replacement, BOM': '\ud800 \udfff \ufffd \ufeff',
  'names: of the prototype': '__proto__ constructor toString hasOwnProperty valueOf',
  'numbers: of 400 digits': '9'.repeat(400),
  'numbers: odd ones': '-0 1e309 0x10 010 ٣ NaN Infinity',
  'patterns: that make others slow': `${'a'.repeat(3000)}! ${' '.repeat(3000)}x ${'1.'.repeat(2000)}`,
  'size: a word of 100,000': 'w'.repeat(100_000),
  'size: a combining tower': `e${'\u0301'.repeat(2000)}`,
  'shell: substitutions': '$(touch /tmp/x) `id` ; rm -rf / | sh & > /etc/passwd',
  'paths: out of here': '../../../etc/passwd /etc/passwd C:\\x file:///etc/passwd',
};
