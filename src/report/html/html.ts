/** Text that is HTML already, and stays as it is. */
export interface Html {
  readonly html: string;
}

/** Writes HTML in which every value is escaped, whoever it came from, unless it is HTML itself. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const written = strings.map((text, i) => text + (i < values.length ? htmlOf(values[i] ?? '') : ''));
  return { html: written.join('') };
}

function htmlOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escaped(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
