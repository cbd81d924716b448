import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';

/** Two labels or more, in any script. */
export function isDomainName(text: string): boolean {
  return /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(\.[\p{L}\p{M}\p{N}-]{1,63})+$/u.test(text);
}

/** A number that is always the same for the same domain, so that none needs to be kept for domains never bought for. */
export function domainId(domain: string): number {
  return createHash('sha256').update(domain).digest().readUInt32BE() % 100_000_000;
}

export function punycode(domain: string): string {
  return domainToASCII(domain) || domain;
}

/** How the services describe a grade besides its code. */
export function gradeFacts(grade: string): { readonly level: number; readonly title: string } {
  switch (grade) {
    case 'DPG_PROFESSIONAL':
      return { level: 3, title: 'Professional' };
    case 'DPG_ENTERPRISE':
      return { level: 5, title: 'Enterprise' };
    case 'DPG_ULTIMATE':
      return { level: 10, title: 'Ultimate' };
    default:
      return { level: 2, title: 'Free' };
  }
}
