/** A moment that the provider wrote, which may lack its time zone. */
export interface Moment {
  /** The earliest that it can mean, in milliseconds since 1970. */
  readonly earliestMs: number;
  /** And the latest. */
  readonly latestMs: number;
}

/** Something that was bought for a time, as the provider lists it. */
export type ExpiringResource = ExpiringPlan | ExpiringInstance;

interface Expiring {
  /** Null where none can be read, as of plans that never expire. */
  readonly expiresAt: Moment | null;
  /** As the provider writes it. */
  readonly expiredTime: string;
  readonly isAutoRenewed: boolean;
  /** As the provider says it of its kind: `on`, `NOTIFY_AND_MANUAL_RENEW`. */
  readonly autoRenewal: string;
  readonly status: string;
  /** What a person knows it by. */
  readonly name: string;
}

/** An EdgeOne plan. */
export interface ExpiringPlan extends Expiring {
  readonly kind: 'plan';
  readonly planId: string;
  /** `plan-basic` where CreatePlan says `basic`. */
  readonly planType: string;
  readonly zones: readonly string[];
}

/** An instance of a billing product. */
export interface ExpiringInstance extends Expiring {
  readonly kind: 'instance';
  readonly instanceId: string;
  readonly productCode: string;
  readonly subProductCode: string;
  readonly regionCode: string;
}

const chinaOffsetMs = 8 * 3_600_000;

/** Reads a time: one with its zone as it is, one without as UTC or as China has it. Null when it is none. */
export function momentOf(text: string): Moment | null {
  const trimmed = text.trim().replace(' ', 'T');
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(trimmed);
  const atMs = Date.parse(hasZone ? trimmed : `${trimmed}Z`);
  // Billing writes the year 0 for what has no end.
  if (Number.isNaN(atMs) || atMs <= 0) return null;
  return { earliestMs: hasZone ? atMs : atMs - chinaOffsetMs, latestMs: atMs };
}
