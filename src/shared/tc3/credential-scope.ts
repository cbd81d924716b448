/** The UTC day of a signature's timestamp, `YYYY-MM-DD`: a key signs for one day and one service. */
export function utcDate(timestampSeconds: number): string {
  return new Date(timestampSeconds * 1000).toISOString().slice(0, 10);
}

/** What a derived key is good for, as the string to sign and the Authorization header name it. */
export function credentialScope(date: string, service: string): string {
  return `${date}/${service}/tc3_request`;
}
