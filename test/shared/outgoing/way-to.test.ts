import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readProxyRules } from '../../../src/shared/outgoing/proxy-rules.ts';
import { wayTo } from '../../../src/shared/outgoing/way-to.ts';

const teo = 'https://teo.tencentcloudapi.com';
const proxy = 'http://proxy.example:3128';

function way(environment: Readonly<Record<string, string>>, url = teo) {
  const found = wayTo(readProxyRules(environment), new URL(url));
  return found.kind === 'straight' ? 'straight' : `${found.kind} ${found.proxy.variable}`;
}

describe('wayTo', () => {
  it.each([
    [{}, 'straight'],
    [{ HTTPS_PROXY: proxy }, 'proxied HTTPS_PROXY'],
    [{ HTTPS_PROXY: proxy, https_proxy: proxy }, 'proxied https_proxy'],
    [{ HTTPS_PROXY: proxy, https_proxy: '' }, 'proxied HTTPS_PROXY'],
    [{ ALL_PROXY: proxy }, 'proxied ALL_PROXY'],
    [{ ALL_PROXY: 'socks5://proxy', HTTPS_PROXY: proxy }, 'proxied HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'proxied HTTPS_PROXY'],
    [{ HTTP_PROXY: proxy }, 'straight'],
    [{ all_proxy: 'socks5://proxy' }, 'unusable all_proxy'],
    [{ HTTPS_PROXY: 'http://ann:12/34@proxy:3128' }, 'unusable HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'http://' }, 'unusable HTTPS_PROXY'],
  ])('finds by %j the way to the vendor: %s', (environment, expected) => {
    expect(way(environment)).toBe(expected);
  });

  it.each([
    [{ HTTP_PROXY: proxy }, 'http://simulator.example:9000', 'unsealed HTTP_PROXY'],
    [{ HTTP_PROXY: proxy, NO_PROXY: 'simulator.example' }, 'http://simulator.example:9000', 'straight'],
    [{ HTTPS_PROXY: proxy }, 'http://simulator.example:9000', 'straight'],
    [{ HTTP_PROXY: proxy }, 'http://127.0.0.1:9000', 'straight'],
    [{ HTTP_PROXY: proxy }, 'http://localhost:9000', 'straight'],
    [{ ALL_PROXY: proxy }, 'http://[::1]:9000', 'straight'],
  ])('finds by %j the way to %s, which is not encrypted: %s', (environment, url, expected) => {
    expect(way(environment, url)).toBe(expected);
  });

  it.each([
    ['teo.tencentcloudapi.com', 'straight'],
    ['TEO.tencentcloudapi.com', 'straight'],
    ['tencentcloudapi.com', 'straight'],
    ['.tencentcloudapi.com', 'straight'],
    ['*.tencentcloudapi.com', 'straight'],
    ['localhost, .tencentcloudapi.com', 'straight'],
    ['localhost .tencentcloudapi.com', 'straight'],
    ['teo.tencentcloudapi.com:443', 'straight'],
    ['*', 'straight'],
    ['teo.tencentcloudapi.com:8443', 'proxied HTTPS_PROXY'],
    ['api.com', 'proxied HTTPS_PROXY'],
    ['a.teo.tencentcloudapi.com', 'proxied HTTPS_PROXY'],
    ['.', 'proxied HTTPS_PROXY'],
    [',', 'proxied HTTPS_PROXY'],
  ])('takes NO_PROXY=%s as: %s', (NO_PROXY, expected) => {
    expect(way({ HTTPS_PROXY: proxy, NO_PROXY })).toBe(expected);
    expect(way({ HTTPS_PROXY: proxy, no_proxy: NO_PROXY, NO_PROXY: 'other.example' })).toBe(expected);
  });

  it.each(['[::1]', '::1', '[::1]:8443'])('takes NO_PROXY=%s as an address', (NO_PROXY) => {
    expect(way({ HTTPS_PROXY: proxy, NO_PROXY }, 'https://[::1]:8443')).toBe('straight');
  });

  it('shows no password of a proxy, whatever the rules are written to', () => {
    for (const url of ['http://ann:canary@proxy:3128', 'http://ann:1/canary@proxy', 'socks5://a:canary@b']) {
      const rules = readProxyRules({ HTTPS_PROXY: url, HTTP_PROXY: url });
      for (const text of [JSON.stringify(rules), inspect(rules, { depth: 9 })]) {
        expect(text).not.toContain('canary');
        expect(text).not.toContain(Buffer.from('ann:canary').toString('base64'));
      }
    }
  });
});
