import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** What a text for people is made for. */
export interface TextOptions {
  /** Whether colour is wanted; the caller knows the terminal and NO_COLOR. */
  readonly isColor: boolean;
}

export function colorsFor({ isColor }: TextOptions): Colors {
  return picocolors.createColors(isColor);
}
