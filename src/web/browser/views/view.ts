import type { html } from '/assets/vendor/preact.js';

/** Something to be shown. */
export type View = ReturnType<typeof html>;
