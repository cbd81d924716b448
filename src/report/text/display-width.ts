const ignored = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Most texts are this alone, and need not be looked at character by character. */
const printableAscii = /^[\x20-\x7E]*$/;

/** Scripts and symbols that a terminal draws two cells wide, as Unicode's East Asian Width has them in the main. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** How many cells of a terminal a text takes. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts a text that is wider than `width`, an ellipsis in its last cell. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  let left = width - 1;
  for (const character of text) {
    left -= characterWidth(character);
    if (left < 0) break;
    cut += character;
  }
  return `${cut}…`;
}

function characterWidth(character: string): number {
  if (ignored.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
