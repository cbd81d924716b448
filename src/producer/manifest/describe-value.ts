/** Shows a value in a message: short, on one line, never a whole payload. */
export function describeValue(value: unknown): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return shortened(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function shortened(text: string): string {
  const start = text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
  // A terminal must not obey what a manifest holds, so control characters are shown as escapes.
  return start.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

const maxLength = 80;
