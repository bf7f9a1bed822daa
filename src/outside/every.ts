// Work that is done again and again.

/**
 * Runs `work` every `pauseMs`, counted from its end, so that runs never overlap. A failure is reported and does not end
 * the repetition.
 *
 * @returns stops it, and waits for a run that is under way.
 */
export function every(
  pauseMs: number,
  report: (error: unknown) => void,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      report(error)
    }
    if (!stopped) plan()
  }
  const plan = (): void => {
    timer = setTimeout(() => {
      running = run()
    }, pauseMs)
  }
  plan()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
