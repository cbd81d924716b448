import { checkObject } from './check-object.ts';
import { describeValue } from './describe-value.ts';
import type { Entry } from './entry.ts';
import type { JsonObject } from './json-object.ts';
import { type Finding, type Problem, UnreadableManifest } from './problem.ts';
import { isNote } from './row-columns.ts';
import { suggestNear } from './suggest-name.ts';
import type { JsonPiece } from './walk-json.ts';

/**
 * Reads what a JSON object says of all its rows: one entry with the defaults, and a problem for each key that does
 * not belong there. Gives nothing for an array. Faults of the text are left to the walk through the rows.
 */
export async function readEnvelope(pieces: AsyncIterable<JsonPiece>): Promise<readonly Entry[]> {
  const envelope: Envelope = { action: null, values: {}, problems: [], keys: new Set() };
  try {
    for await (const piece of pieces) {
      if (piece.kind === 'array') return [];
      if (piece.kind === 'member') readMember(piece, envelope);
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

function readMember({ key, value, source }: JsonPiece & { kind: 'member' }, envelope: Envelope): void {
  const { line } = source.start;
  const report = (finding: Finding) => envelope.problems.push({ row: null, line, ...finding });
  claimKey(key, line, envelope);
  if (key === 'action') {
    if (typeof value === 'string') envelope.action = value;
    else
      report({
        column: key,
        code: 'wrong-type',
        message: `action must be a text: got ${describeValue(value)}`,
      });
  } else if (key === 'defaults') {
    const checked = checkObject(value, { text: source.text, what: 'defaults' });
    if (checked.kind === 'object') envelope.values = checked.values;
    else report({ ...checked.finding, column: checked.finding.column ?? key });
  } else if (!isNote(key)) {
    const near = suggestNear(key, envelopeKeys);
    const meant = near === null ? `known are ${envelopeKeys.join(', ')}` : `did you mean \`${near}\`?`;
    const message = `unknown key \`${key}\`, ${meant}`;
    report({ column: key, code: 'unknown-column', message });
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
