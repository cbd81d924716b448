import type { ManifestFormat } from '../../producer/manifest/manifest-source.ts';

const mostCharacters = 200;

/**
 * A file's name as it is shown in reports and lists: without folders, and in one line of printable text. What is kept
 * on disk is never named by it.
 */
export function manifestName(given: string, format: ManifestFormat): string {
  const name = plainText(given.split(/[/\\]/).at(-1) ?? '').slice(0, mostCharacters);
  return name === '' || /^\.+$/.test(name) ? `manifest.${format}` : name;
}

/** A text of one line without characters that nobody sees, such as those that turn the writing direction round. */
export function plainText(given: string): string {
  return given.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
}
