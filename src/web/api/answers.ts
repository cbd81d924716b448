import type { Readable } from 'node:stream';
import { z } from 'zod';
import { problemShape } from '../shapes/problem.ts';

const problemAnswer = {
  description: 'A problem document of RFC 9457.',
  content: { 'application/problem+json': { schema: problemShape } },
};

const text = z.custom<Readable>().meta({ type: 'string' });

/** The answers of a route: its own, and a problem document for whatever goes wrong. */
export function answers<Shape extends z.ZodType>(shape: Shape) {
  return { 200: shape, default: problemAnswer };
}

/** The answers of a route that streams text. */
export function streamed(description: string, ...mediaTypes: readonly string[]) {
  const content = Object.fromEntries(mediaTypes.map((type) => [type, { schema: text }]));
  return { 200: { description, content }, default: problemAnswer };
}
