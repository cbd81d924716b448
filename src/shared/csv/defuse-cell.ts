/**
 * What a spreadsheet takes for the beginning of a formula, or strips until one begins: OWASP's list ("CSV Injection")
 * with its full-width twins.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Makes a text harmless to a spreadsheet that would run it as a formula: an apostrophe has it read as text. */
export function defuseCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}
