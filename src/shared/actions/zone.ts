import type { Column } from './columns.ts';

/**
 * The ways in which CreateZone takes a site by its name. Its others are left out: `noDomainAccess` has no name, so that
 * nothing would tell one such site from another, and `ai` is of the Chinese site alone.
 */
export const zoneTypes = ['partial', 'full', 'dnsPodAccess'] as const;

/** Where a site is served. */
export const zoneAreas = ['global', 'mainland', 'overseas'] as const;

/** At least two labels, in any script, the last one with a letter in it: an IP address is no site. */
export const zoneNamePattern =
  /^(?=.{1,253}$)(?:(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)\.)+(?=[^.]*\p{L})(?!-)[\p{L}\p{M}\p{N}-]{2,63}(?<!-)$/u;

/** Such as zone-2noz78a8ev6k. */
export const zoneIdPattern = /^zone-[a-z0-9]{1,60}$/;

/** What each column that names a site takes, for templates and the manifest's reference. */
export const zoneColumns: readonly Column[] = [
  {
    path: 'ZoneName',
    type: 'string',
    required: false,
    oneOf: null,
    description:
      'The site to create on the plan once it is bought, by its domain; a manifest names each site once, and not beside Count.',
    example: 'example.com',
  },
  {
    path: 'ZoneType',
    type: 'string',
    required: false,
    oneOf: zoneTypes,
    description:
      'How the site is connected: partial by CNAME, full by its name servers, dnsPodAccess by DNSPod; partial when left out.',
    example: 'partial',
  },
  {
    path: 'ZoneArea',
    type: 'string',
    required: false,
    oneOf: zoneAreas,
    description: 'Where the site is served; overseas, which leaves out mainland China, when left out.',
    example: 'overseas',
  },
  {
    path: 'ZoneId',
    type: 'string',
    required: false,
    oneOf: null,
    description:
      'Instead of ZoneName: a site of the account that is on no plan yet, to bind to the plan once it is bought.',
    example: 'zone-2noz78a8ev6k',
  },
];
