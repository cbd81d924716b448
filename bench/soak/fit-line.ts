export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line through points, with how sure its slope is. */
export interface FittedLine {
  /** Of y for each unit of x. */
  readonly slope: number;
  /** Where the true slope lies, in 95 of 100 cases. */
  readonly from: number;
  readonly to: number;
  readonly meanY: number;
  readonly points: number;
}

/** 1.96 standard errors hold 95 of 100 cases of a normal distribution. */
const standardErrors = 1.96;

/**
 * Least squares. A sample resembles the one before it, so that many samples tell less than as many independent ones:
 * the standard error is widened by how much the residuals of neighbours agree. Points in the order of x.
 */
export function fitLine(points: readonly Point[]): FittedLine {
  const count = points.length;
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spreadX = sum(points.map(({ x }) => (x - meanX) ** 2));
  if (count < 3 || spreadX === 0) {
    return { slope: 0, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, meanY, points: count };
  }
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spreadX;
  const residuals = points.map(({ x, y }) => y - meanY - slope * (x - meanX));
  const standardError = Math.sqrt(sum(residuals.map((one) => one ** 2)) / (count - 2) / spreadX);
  const margin = standardErrors * standardError * Math.sqrt(sameness(residuals));
  return { slope, from: slope - margin, to: slope + margin, meanY, points: count };
}

/** By how much neighbours that agree swell the variance: (1 + r) / (1 - r), r being their correlation. */
function sameness(residuals: readonly number[]): number {
  const power = sum(residuals.map((one) => one ** 2));
  if (power === 0) return 1;
  const neighbours = residuals.slice(1).map((one, i) => one * (residuals[i] ?? 0));
  // Neighbours that repel each other are no reason to be surer, and a correlation of one would say nothing at all.
  const correlation = Math.min(0.95, Math.max(0, sum(neighbours) / power));
  return (1 + correlation) / (1 - correlation);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
