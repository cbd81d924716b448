import type { OwnCode } from './outcome.ts';

/**
 * What came back from one call, or how nothing did.
 * - `answered`: a whole HTTP answer, whatever its status and body
 * - `not-sent`: proved that not one byte of the request was written
 * - `too-late`: not one byte was written either, as the moment for it had passed
 * - `lost`: a byte of the request may have been written and no whole answer came; it may have been executed
 */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The server's clock, as its `Date` header has it. */
      readonly dateHeader: string | null;
      /** The `X-TC-TraceId` that the server sent back. */
      readonly traceId: string | null;
      readonly bodyText: string;
    }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'not-sent'; readonly code: 'Transport.ConnectFailed'; readonly message: string }
  | { readonly kind: 'lost'; readonly code: LostCode; readonly message: string };

export type LostCode = Extract<
  OwnCode,
  'Transport.Timeout' | 'Transport.ConnectionLost' | 'Transport.BadResponse'
>;
