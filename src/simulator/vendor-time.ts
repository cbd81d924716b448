// Billing and DNSPod write times without a zone. China's is the likeliest, and the one that catches a caller who
// takes them for UTC.
const chinaOffsetMs = 8 * 3_600_000;

/** `YYYY-MM-DD HH:MM:SS` in China's time, as billing and DNSPod write it. */
export function chinaTime(atMs: number): string {
  return new Date(atMs + chinaOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads such a time back; null when it is none. */
export function parseChinaTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const atMs = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(atMs) ? null : atMs - chinaOffsetMs;
}

/** ISO 8601 in whole seconds with a `Z`, as EdgeOne writes it. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** The same day of the month, so many months later. */
export function monthsLater(atMs: number, months: number): number {
  const date = new Date(atMs);
  return date.setUTCMonth(date.getUTCMonth() + months);
}
