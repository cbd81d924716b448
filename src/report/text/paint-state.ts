import type { PurchaseState } from '../../shared/outcome.ts';
import type { RunState } from '../../shared/run.ts';
import type { Colors } from './colors.ts';

/** How a state is coloured: green needs nobody, yellow needs a look, red needs somebody. */
export function paintOf(state: PurchaseState | RunState, colors: Colors): (text: string) => string {
  return paints[state](colors);
}

const paints: Readonly<Record<PurchaseState | RunState, (colors: Colors) => (text: string) => string>> = {
  succeeded: ({ green }) => green,
  skipped: ({ green }) => green,
  finished: ({ green }) => green,
  failed: ({ red }) => red,
  held: ({ red }) => red,
  'in-doubt': ({ yellow }) => yellow,
  paused: ({ yellow }) => yellow,
  cancelled: ({ dim }) => dim,
  queued: ({ dim }) => dim,
  submitting: ({ dim }) => dim,
  sending: ({ cyan }) => cyan,
  running: ({ cyan }) => cyan,
};
