import { noTerms, type Terms } from '../../shared/purchase.ts';
import type { GivenRow } from './given-row.ts';
import { readMoment } from './read-moment.ts';

/** What a row that was found good wants beside the values of its call. */
export function termsOf(values: GivenRow['values']): Terms {
  const expiry = momentOf(values, 'IfExpiresBefore');
  const site = siteOf(values);
  if (expiry === undefined && site === undefined) return noTerms;
  return {
    ...(expiry === undefined ? {} : { ifExpiresBefore: expiry }),
    ...(site === undefined ? {} : { site }),
  };
}

/** The site that a row names, if it does. */
export function siteOf(values: GivenRow['values']): Terms['site'] {
  const zoneId = textOf(values, 'ZoneId');
  if (zoneId !== undefined) return { zoneId };
  const zoneName = textOf(values, 'ZoneName');
  if (zoneName === undefined) return undefined;
  const zoneType = textOf(values, 'ZoneType');
  const zoneArea = textOf(values, 'ZoneArea');
  return {
    zoneName,
    ...(zoneType === undefined ? {} : { zoneType }),
    ...(zoneArea === undefined ? {} : { zoneArea }),
  };
}

/** One spelling for one moment, so that manifests that want the same are the same. */
function momentOf(values: GivenRow['values'], column: string): string | undefined {
  return readMoment(textOf(values, column) ?? '') ?? undefined;
}

function textOf(values: GivenRow['values'], column: string): string | undefined {
  const value = values.get(column);
  return value === undefined ? undefined : String(value);
}
