import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { WebApp } from './web-app.ts';

const require = createRequire(import.meta.url);
const ours = (folder: string) => fileURLToPath(new URL(`../${folder}/`, import.meta.url));

/** Files of libraries that a browser is given under /assets/vendor/. */
const vendorFiles = [
  {
    name: 'preact.js',
    folder: join(dirname(require.resolve('htm')), '../preact'),
    file: 'standalone.module.js',
  },
  { name: 'uplot.js', folder: dirname(require.resolve('uplot')), file: 'uPlot.esm.js' },
  { name: 'uplot.css', folder: dirname(require.resolve('uplot')), file: 'uPlot.min.css' },
] as const;

/** Serves what the pages are made of. It holds no secret, so whoever sees the login page may have it. */
export async function serveAssets(app: WebApp): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/assets/')) route.config = { ...route.config, access: 'open' };
  });
  await app.register(fastifyStatic, {
    root: [ours('browser'), ours('public')],
    prefix: '/assets/',
    index: false,
    dotfiles: 'deny',
    // The sources lie beside when the server runs from them.
    allowedPath: (path) => !path.endsWith('.ts'),
    cacheControl: false,
  });
  for (const { name, folder, file } of vendorFiles) {
    app.get(`/assets/vendor/${name}`, { schema: { hide: true } }, (_, reply) => reply.sendFile(file, folder));
  }
}
