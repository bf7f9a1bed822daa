// The time limit of an inspection: what the office itself takes to fetch octets is not the document's.

export interface Deadline {
  /** Does not count the time until `work` ends. */
  excluding<T>(work: Promise<T>): Promise<T>
  clear(): void
}

/** Without an end to the time that is not counted, reading for ever would hold an inspector for ever. */
export const patience = 4

/** Calls `expire` once, when `limitMs` have been counted or `patience` times as many have passed. */
export function startDeadline(limitMs: number, expire: () => void): Deadline {
  let leftMs = limitMs
  let fetching = 0
  let since = performance.now()
  let counting: NodeJS.Timeout | undefined
  const end = (): void => {
    clear()
    expire()
  }
  const last = setTimeout(end, patience * limitMs)
  let cleared = false
  const clear = (): void => {
    cleared = true
    clearTimeout(counting)
    clearTimeout(last)
  }
  const count = (): void => {
    since = performance.now()
    counting = setTimeout(end, leftMs)
  }
  count()
  return {
    async excluding(work) {
      if (fetching++ === 0) {
        clearTimeout(counting)
        leftMs = Math.max(0, leftMs - (performance.now() - since))
      }
      try {
        return await work
      } finally {
        if (--fetching === 0 && !cleared) count()
      }
    },
    clear,
  }
}
