import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { siteErrors } from './errors/site.ts';
import { teoErrors } from './errors/teo.ts';
import { describePlans } from './read-backs.ts';
import { zoneIdPattern } from './zone.ts';

const params = z.strictObject({
  ZoneId: z
    .string()
    .regex(zoneIdPattern, 'must be the id of a site, such as zone-2noz78a8ev6k')
    .meta({ description: 'The site to bind, which is on no plan yet.', example: 'zone-2noz78a8ev6k' }),
  PlanId: z.string().meta({ description: 'The plan to bind it to.', example: 'edgeone-2unuvzjmmn2q' }),
});

/** Binds a site that is there already to a plan that was just bought. A plan shows which sites are on it. */
export const bindZoneToPlan: ActionDefinition = {
  name: 'BindZoneToPlan',
  service: 'teo',
  version: '2022-09-01',
  host: 'teo.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'EdgeOne site bound to a plan',
  params,
  answer: z.looseObject({ RequestId: z.string() }),
  // The answer says nothing; what to hand to the site's owner is looked up.
  readBought: () => ({ orderId: null, resourceIds: [], delivery: 'pending' }),
  isInterchangeable: () => false,
  uniqueParameters: ['ZoneId'],
  safety: {
    kind: 'natural-key',
    keyParameter: 'ZoneId',
    readBack: describePlans,
  },
  errors: { ...everyServiceErrors, ...teoErrors, ...siteErrors },
};
