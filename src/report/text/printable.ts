// Beside the control characters, those that reverse the direction of what follows: both can make a line lie.
const unprintable = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** Takes out of a text what would steer the terminal that shows it, as it came from a manifest or the network. */
export function printable(text: string): string {
  return text.replace(unprintable, ' ');
}
