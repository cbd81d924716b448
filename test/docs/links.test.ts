import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readPages } from './documented-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = readPages();

describe('the pages', () => {
  test.each(pages)('$page links to what is there', ({ page, text }) => {
    const outside = text.replace(/^```.*?^```$/gms, '');
    const targets = Array.from(outside.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g), ([, to = '']) => to);
    const missing = targets.filter((to) => !isThere(page, to));
    expect(missing).toEqual([]);
  });
});

/** A heading is linked by its words in small letters, joined by dashes. */
function isThere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return false;
  if (anchor === undefined) return true;
  const text = pages.find((one) => one.page === file)?.text ?? '';
  const anchors = Array.from(text.matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return anchors.includes(anchor);
}
