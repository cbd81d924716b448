import { once } from 'node:events';
import picocolors from 'picocolors';

/** Colours for standard error: only on a terminal, and never under NO_COLOR. */
export const paint = picocolors.createColors(mayPaint(process.stderr));

/** Whether a person may be asked: both what they read and what they type with is a terminal. */
export const isInteractive = process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Whether `stream` may be given colours. */
export function mayPaint(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Tells the person one line; it goes to standard error, so that data stays alone on standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints a line of data. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints one JSON document. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Prints pieces of text as they come, no faster than the reader takes them. */
export async function printAll(pieces: AsyncIterable<string | Uint8Array> | Iterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}
