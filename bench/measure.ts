// Windows of measurement: work that was answered, and what each process spent on it.

/** What one window saw. */
export interface Window {
  /** Requests answered. */
  readonly answered: number
  readonly wallSeconds: number
  /** CPU seconds by role. */
  readonly cpu: Spending
}

export interface Spending {
  readonly gateway: number
  /** Launcher, gateway, signer, inspectors. */
  readonly service: number
  readonly postgres: number
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing')
  return (upper + lower) / 2
}

/** The value that `portion` of them do not exceed. */
export function quantile(values: readonly number[], portion: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(portion * sorted.length))]
  if (value === undefined) throw new Error('a quantile of nothing')
  return value
}

/** The median over windows of what was answered a second, by the clock that `seconds` reads. */
export function medianRate(windows: readonly Window[], seconds: (window: Window) => number): number {
  return median(windows.map((window) => window.answered / seconds(window)))
}

export const ofWall = ({ wallSeconds }: Window): number => wallSeconds
export const ofGateway = ({ cpu }: Window): number => cpu.gateway
/** All that one answer costs on this machine, the database included. */
export const ofAll = ({ cpu }: Window): number => cpu.service + cpu.postgres
