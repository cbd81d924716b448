import { z } from 'zod';

const time = z.number();

/** The changing part of a record of format 1: an object with the letters that `record-head.ts` explains. */
const headOfFormat1 = z.strictObject({
  s: z.string(),
  a: z.string(),
  q: time,
  n: z.number().default(0),
  f: time.optional(),
  o: time.optional(),
  z: time.optional(),
  t: z.string().optional(),
  r: z.string().optional(),
  v: z.string().optional(),
  b: z.string().optional(),
  w: z.string().optional(),
  d: time.optional(),
  x: z.array(z.string()).optional(),
  k: z.number().optional(),
  h: time.optional(),
  e: z.string().optional(),
  m: z.string().optional(),
  i: z.string().optional(),
  l: z.array(z.string()).optional(),
  u: z.number().optional(),
});

const extrasOfFormat1 = z.strictObject({
  line: z.number(),
  reference: z.string().optional(),
  notes: z.record(z.string(), z.string()).optional(),
});

/** Writes a record of format 1 as format 2 has it; the request's body stays the same to the byte. Throws on any other. */
export function migrateRecord(stored: string): string {
  const [headText = '', body = '', extrasText = ''] = stored.split('\n');
  const { line, reference, notes = {} } = extrasOfFormat1.parse(JSON.parse(extrasText));
  const referenceText = reference === undefined ? '' : JSON.stringify(reference);
  const notesText = Object.keys(notes).length === 0 ? '' : JSON.stringify(notes);
  return [migrateHead(headText), body, line, referenceText, notesText].join('\n');
}

function migrateHead(text: string): string {
  const head = headOfFormat1.parse(JSON.parse(text));
  const { s, a, q, n, f, o, z: settled, t, r, v, b, ...others } = head;
  const after = (at: number | undefined, before: number) => (at === undefined ? null : at - before);
  const values = [
    ...[2, s, a, q, n, after(f, q), after(o, f ?? q), after(settled, o ?? f ?? q)],
    ...[t ?? null, r ?? null, v ?? null, b ?? null],
  ];
  return JSON.stringify(Object.keys(others).length === 0 ? values : [...values, others]);
}
