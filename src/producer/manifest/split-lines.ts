export interface Line {
  /** From 1. */
  readonly line: number;
  /** Null when the line is too long to be held. */
  readonly text: string | null;
}

/**
 * Splits text into lines, without their ends, and gives those of each chunk at once. Holds at most one chunk and one
 * line of `maxLength` characters.
 */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  { maxLength }: { maxLength: number },
): AsyncGenerator<readonly Line[]> {
  let line = 1;
  let text: string | null = '';
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    const pieces = chunk.toString('utf8').split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        lines.push({ line, text });
        line += 1;
        text = '';
      }
      if (text !== null) text = text.length + piece.length > maxLength ? null : text + piece;
    }
    yield lines;
  }
  yield [{ line, text }];
}
