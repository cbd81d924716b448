import type { Labels } from '../../shared/labels.ts';
import { printable } from './printable.ts';

/** Labels in a line: `customer=acme month=2026-07`; empty where there are none. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${printable(value)}`)
    .join(' ');
}
