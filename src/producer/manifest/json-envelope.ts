import { describeValue } from './describe-value.ts';
import type { Entry } from './entry.ts';
import type { JsonText } from './json-cursor.ts';
import type { JsonObject } from './json-object.ts';
import { isJsonObject } from './json-object.ts';
import { type Problem, type ProblemCode, UnreadableManifest } from './problem.ts';
import { suggestName } from './suggest-name.ts';
import { surveyJson } from './survey-json.ts';
import { type JsonPiece, parseText } from './walk-json.ts';

/**
 * Reads what a JSON object says of all its rows: one entry with the defaults, and a problem for each key that does
 * not belong there. Gives nothing for an array. Faults of the text are left to the walk through the rows.
 */
export async function readEnvelope(pieces: AsyncIterable<JsonPiece>): Promise<readonly Entry[]> {
  const envelope: Envelope = { action: null, values: {}, problems: [], keys: new Set() };
  try {
    for await (const piece of pieces) {
      if (piece.kind === 'array') return [];
      if (piece.kind === 'member') readMember(piece.key, piece.value, envelope);
      if (piece.kind === 'purchases') claimKey('purchases', piece.start.line, envelope);
    }
    if (envelope.keys.size > 0 && !envelope.keys.has('purchases')) envelope.problems.push(noPurchases);
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
  }
  const problems = envelope.problems.map((problem): Entry => ({ kind: 'problem', problem }));
  return [...problems, { kind: 'defaults', action: envelope.action, values: envelope.values }];
}

interface Envelope {
  action: string | null;
  values: JsonObject;
  readonly problems: Problem[];
  readonly keys: Set<string>;
}

function readMember(key: string, text: JsonText, envelope: Envelope): void {
  const { line } = text.start;
  const report = (code: ProblemCode, message: string) =>
    envelope.problems.push({ row: null, line, column: key, code, message });
  claimKey(key, line, envelope);
  const value = parseText(text);
  if (key === 'action') {
    if (typeof value === 'string') envelope.action = value;
    else report('wrong-type', `action must be a text: got ${describeValue(value)}`);
  } else if (key === 'defaults') {
    const { duplicateKey } = surveyJson(text.text);
    if (duplicateKey !== null)
      report('duplicate-column', `A key must stand once in its object: got \`${duplicateKey}\` twice`);
    if (isJsonObject(value)) envelope.values = value;
    else report('wrong-type', `defaults must be an object: got ${describeValue(value)}`);
  } else if (!key.startsWith('#')) {
    report('unknown-column', `unknown key \`${key}\`, did you mean \`${suggestName(key, envelopeKeys)}\`?`);
  }
}

function claimKey(key: string, line: number, { keys, problems }: Envelope): void {
  if (keys.has(key)) {
    const message = `A key must stand once in its object: got \`${key}\` twice`;
    problems.push({ row: null, line, column: key, code: 'duplicate-column', message });
  }
  keys.add(key);
}

const envelopeKeys = ['action', 'defaults', 'purchases'];

const noPurchases: Problem = {
  row: null,
  line: null,
  column: 'purchases',
  code: 'bad-shape',
  message:
    'A JSON manifest must be an array of rows, or an object with `purchases`: got an object without it',
};
