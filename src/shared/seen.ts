import type { ReadBack } from './actions/action.ts';

/** What a look at the provider showed. */
export type Seen =
  | { readonly kind: 'seen'; readonly fields: Readonly<Record<string, unknown>> }
  /** The API answered with an error. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No answer that can be read; looking again is harmless. */
  | { readonly kind: 'unseen' };

/** A look that showed nothing. */
export type Unseen = Exclude<Seen, { kind: 'seen' }>;

/** Looks at the provider, at a pace of its own. Looking changes nothing, so it may be repeated. */
export type Look = (readBack: ReadBack, params: Readonly<Record<string, unknown>>) => Promise<Seen>;
