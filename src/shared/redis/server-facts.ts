/** The part of a script that reads which server runs it, as `loadScript` takes it. */
export const serverFacts = new URL('./server-facts.lua', import.meta.url).href;
