/**
 * A URL as it may be shown: user, password and query are replaced. Works on text that is no URL as well, since what
 * is about to be reported is often a URL with a mistake in it.
 */
export function hideCredentials(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)?.*@/is, '$1***@').replace(/\?.*/s, '?***');
}
