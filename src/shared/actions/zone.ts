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
