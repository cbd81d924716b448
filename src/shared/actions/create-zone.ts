import { z } from 'zod';
import type { ActionDefinition } from './action.ts';
import { everyServiceErrors } from './errors/every-service.ts';
import { siteErrors } from './errors/site.ts';
import { teoErrors } from './errors/teo.ts';
import { readOwnership } from './ownership.ts';
import { describeZones } from './read-backs.ts';
import { zoneAreas, zoneNamePattern, zoneTypes } from './zone.ts';

const params = z.strictObject({
  Type: z
    .enum(zoneTypes)
    .meta({ description: 'How the site is connected; partial when left out.', example: 'partial' })
    .optional(),
  ZoneName: z
    .string()
    .regex(zoneNamePattern, 'must be a domain name alone, such as example.com')
    .meta({ description: 'The domain of the site.', example: 'example.com' }),
  Area: z
    .enum(zoneAreas)
    .meta({ description: 'Where the site is served; overseas when left out.', example: 'overseas' })
    .optional(),
  PlanId: z.string().meta({ description: 'The plan to create it on.', example: 'edgeone-2unuvzjmmn2q' }),
});

const answer = z.looseObject({ RequestId: z.string(), ZoneId: z.string().nullish() });

/** Creates a site on a plan that was just bought. One account has one site of a name, so that a look can tell. */
export const createZone: ActionDefinition = {
  name: 'CreateZone',
  service: 'teo',
  version: '2022-09-01',
  host: 'teo.tencentcloudapi.com',
  ratePerSecond: 20,
  title: 'EdgeOne site on a plan',
  params,
  answer,
  readBought: (value) => {
    const { ZoneId, OwnershipVerification } = answer.parse(value);
    const handOver = readOwnership(OwnershipVerification);
    return {
      orderId: null,
      resourceIds: ZoneId ? [ZoneId] : [],
      // What it leaves out is looked up.
      ...(ZoneId && handOver ? { delivery: 'complete', handOver } : { delivery: 'pending' }),
    };
  },
  isInterchangeable: () => false,
  uniqueParameters: ['ZoneName'],
  safety: {
    kind: 'natural-key',
    keyParameter: 'ZoneName',
    readBack: describeZones,
  },
  errors: { ...everyServiceErrors, ...teoErrors, ...siteErrors },
};
