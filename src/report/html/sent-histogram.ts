/** Calls counted by when they were sent, in spans of equal length. */
export interface SentHistogram {
  /** Milliseconds since 1970 at which the first span begins; null when nothing was sent. */
  readonly startMs: number | null;
  readonly spanMs: number;
  /** Calls in each span, without a gap. */
  readonly calls: readonly number[];
}

/** As fine as a picture of this width can show. */
const mostSpans = 240;

/** Counts calls as they are told, in any order. Its memory is bounded: when the time outgrows it, spans are merged. */
export function countSent(): {
  readonly add: (sentAtMs: number) => void;
  readonly read: () => SentHistogram;
} {
  let spanMs = 1_000;
  let spans = new Map<number, number>();

  const widen = () => {
    spanMs *= 2;
    const wider = new Map<number, number>();
    for (const [span, calls] of spans) {
      const half = Math.floor(span / 2);
      wider.set(half, (wider.get(half) ?? 0) + calls);
    }
    spans = wider;
  };
  return {
    add: (sentAtMs) => {
      const span = Math.floor(sentAtMs / spanMs);
      spans.set(span, (spans.get(span) ?? 0) + 1);
      while (spans.size > mostSpans) widen();
    },
    read: () => {
      while (extent(spans) > mostSpans) widen();
      if (spans.size === 0) return { startMs: null, spanMs, calls: [] };
      const first = Math.min(...spans.keys());
      const calls = Array.from({ length: extent(spans) }, (_, i) => spans.get(first + i) ?? 0);
      return { startMs: first * spanMs, spanMs, calls };
    },
  };
}

function extent(spans: ReadonlyMap<number, number>): number {
  return spans.size === 0 ? 0 : Math.max(...spans.keys()) - Math.min(...spans.keys()) + 1;
}
