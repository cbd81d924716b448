import { inDigits } from '../text/words.ts';
import { type Html, html } from './html.ts';

/** One bar: a name, and parts that are painted by their kind. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly { readonly kind: string; readonly count: number }[];
}

const width = 720;
const barHeight = 18;
const rowHeight = 46;
const roomForCount = 90;

/** Bars one below the other, each as long as it counts. */
export function barPicture(bars: readonly Bar[], title: string): Html {
  const most = Math.max(1, ...bars.map(lengthOf));
  const scale = (width - roomForCount) / most;
  return html`<svg viewBox="0 0 ${String(width)} ${String(bars.length * rowHeight)}" role="img" aria-label="${title}">
${bars.map((bar, i) => barRow(bar, { y: i * rowHeight, scale }))}</svg>`;
}

function barRow(bar: Bar, { y, scale }: { readonly y: number; readonly scale: number }): Html {
  let x = 0;
  const parts = bar.parts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => {
      const partWidth = Math.max(1, count * scale);
      const part = html`<rect class="${kind}" x="${x.toFixed(1)}" y="${String(y + 20)}" width="${partWidth.toFixed(1)}" height="${String(barHeight)}"><title>${inDigits(count)} ${kind}</title></rect>`;
      x += partWidth;
      return part;
    });
  return html`<text x="0" y="${String(y + 14)}">${bar.name}</text>${parts}<text x="${(x + 8).toFixed(1)}" y="${String(y + 34)}">${inDigits(lengthOf(bar))}</text>
`;
}

function lengthOf({ parts }: Bar): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}
