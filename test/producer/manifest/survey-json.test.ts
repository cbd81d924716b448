import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surveyJson } from '../../../src/producer/manifest/survey-json.ts';

describe('surveyJson', () => {
  it('finds a key that stands twice in one object', () => {
    expect(surveyJson('{"a": 1, "b": [{"c": 1, "\\u0063" : 2}]}').duplicateKey).toBe('c');
  });

  it('lets a key stand once in each of several objects', () => {
    expect(surveyJson('{"a": {"a": [{"a": "a"}, {"a": "\\":"}]}}').duplicateKey).toBeNull();
  });

  it('finds no key twice in what was an object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(surveyJson(JSON.stringify(value)).duplicateKey).toBeNull();
      }),
    );
  });

  it('tells how deep a value is nested', () => {
    expect(surveyJson('1').depth).toBe(0);
    expect(surveyJson('{"a": [{"b": 1}], "c": "[[[["}').depth).toBe(3);
  });
});
