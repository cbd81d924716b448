import helmet from '@fastify/helmet';
import type { WebApp } from './web-app.ts';

/** Headers that keep a browser from running, framing or sending anywhere what is not ours. */
export async function addSecurityHeaders(
  app: WebApp,
  { isHttps }: { readonly isHttps: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    // With no referrer at all, browsers send `Origin: null` with our own forms, and nobody could log in.
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps,
  });
  app.addHook('onSend', async (request, reply) => {
    // What a run bought is nobody's to keep; what never changes may be asked about again.
    if (!reply.hasHeader('cache-control')) {
      reply.header('cache-control', request.url.startsWith('/assets/') ? 'no-cache' : 'no-store');
    }
  });
}

const directives = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
};
