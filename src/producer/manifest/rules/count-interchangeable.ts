import type { ActionRule } from './rule.ts';

/** A Count stands only where one more of the same is one more thing bought. */
export const countInterchangeable: ActionRule = ({ values, definition, params }) => {
  if (!values.has('Count') || definition.isInterchangeable(params)) return [];
  const unique = definition.uniqueParameters.find((parameter) => parameter in params);
  const because = unique === undefined ? '' : ` with a ${unique}`;
  const message = `Count must be left out: ${definition.name}${because} can be bought only once for each row`;
  return [{ column: 'Count', code: 'count-not-allowed', message }];
};
