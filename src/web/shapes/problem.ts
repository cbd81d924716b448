import { z } from 'zod';

/** An error: a problem document of RFC 9457. */
export const problemShape = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable, for scripts.' }),
    advice: z.string().optional().meta({ description: 'What to do now.' }),
  })
  .meta({ id: 'Problem', description: 'A problem document of RFC 9457.' });
