// Says for documents what a real ECMAScript engine makes of them. Run by EngineTests.swift.
//
// stdin:  one pair per line, "ORIGINAL NORMALIZED", both in hex; "-" where the original was refused
// stdout: one line per pair, "ORIGINAL-PRINTED NORMALIZED-PRINTED EXPECTED FLAGS"
//         printed   JSON.stringify(JSON.parse(x)) in hex, "!" where the engine refuses x, "-" where there is none
//         expected  the same for the original with the number literals that product.md keeps, in hex
//         flags     comma-separated: "exact" all numbers have an ECMAScript form of the same decimal value,
//                   "duplicate" an object has a key twice, "deep" more than 128 levels,
//                   "same" original and normalized hold the same values

'use strict';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function print(bytes) {
  try {
    const text = decoder.decode(bytes);
    return { text, printed: JSON.stringify(JSON.parse(text)) };
  } catch {
    return null;
  }
}

// A text that JSON.parse accepted, as a tree that keeps the literals of numbers.
function tree(text) {
  const token = /[ \t\n\r]*("(?:[^"\\]|\\.)*"|[-+.0-9eE]+|true|false|null|[[\]{},:])/gsy;
  const facts = { exact: true, duplicate: false, deepest: 0 };
  const next = () => token.exec(text)[1];
  const value = (first, depth) => {
    facts.deepest = Math.max(facts.deepest, depth);
    if (first === '[') {
      const items = [];
      let at = next();
      while (at !== ']') {
        items.push(value(at, at === '[' || at === '{' ? depth + 1 : depth));
        at = next();
        if (at === ',') at = next();
      }
      return { items };
    }
    if (first === '{') {
      const members = new Map();
      let at = next();
      while (at !== '}') {
        const key = JSON.parse(at);
        next();
        at = next();
        if (members.has(key)) facts.duplicate = true;
        members.set(key, value(at, at === '[' || at === '{' ? depth + 1 : depth));
        at = next();
        if (at === ',') at = next();
      }
      return { members };
    }
    if (/^[-0-9]/.test(first)) {
      const printed = String(Number(first));
      const keeps = printed !== 'Infinity' && printed !== '-Infinity' && decimal(printed) === decimal(first);
      if (!keeps) facts.exact = false;
      return { number: decimal(first), printed: keeps ? printed : first };
    }
    return { plain: JSON.stringify(JSON.parse(first)) };
  };
  const first = next();
  return { root: value(first, first === '[' || first === '{' ? 1 : 0), facts };
}

// A number literal as its exact decimal value: sign, digits without zeros around them, exponent.
function decimal(literal) {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(literal);
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length)}`;
}

function expected(node) {
  if (node.items) return '[' + node.items.map(expected).join(',') + ']';
  if (!node.members) return node.plain ?? node.printed;
  // The engine itself says in which order the keys of an object come.
  const object = Object.create(null);
  for (const [key, child] of node.members) object[key] = child;
  return '{' + Object.keys(object).map((key) => JSON.stringify(key) + ':' + expected(object[key])).join(',') + '}';
}

// The values alone: two documents that say the same have the same text.
function meaning(node) {
  if (node.items) return '[' + node.items.map(meaning).join(',') + ']';
  if (!node.members) return node.plain ?? node.number;
  const keys = [...node.members.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return '{' + keys.map((key) => JSON.stringify(key) + ':' + meaning(node.members.get(key))).join(',') + '}';
}

function judge(line) {
  const [originalHex, normalizedHex] = line.split(' ');
  const original = print(Buffer.from(originalHex, 'hex'));
  const normalized = normalizedHex === '-' ? null : print(Buffer.from(normalizedHex, 'hex'));
  const hex = (text) => Buffer.from(text, 'utf8').toString('hex');
  const flags = [];
  let wanted = '-';
  if (original) {
    const read = tree(original.text);
    wanted = hex(expected(read.root));
    if (read.facts.exact) flags.push('exact');
    if (read.facts.duplicate) flags.push('duplicate');
    if (read.facts.deepest > 128) flags.push('deep');
    if (normalized && meaning(read.root) === meaning(tree(normalized.text).root)) flags.push('same');
  }
  const first = original ? hex(original.printed) : '!';
  const second = normalized ? hex(normalized.printed) : normalizedHex === '-' ? '-' : '!';
  return `${first} ${second} ${wanted} ${flags.join(',') || '-'}`;
}

const lines = require('fs').readFileSync(0, 'latin1').split('\n').filter((line) => line !== '');
process.stdout.write(lines.map(judge).join('\n') + '\n');
