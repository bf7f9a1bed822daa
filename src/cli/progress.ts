// Progress of long transfers, on standard error, where somebody watches.

import type { Progress } from '../client/transfer.ts'
import type { Shell } from './shell.ts'

const worthShowingOctets = 8 * 1024 * 1024
const megabyte = 1_000_000

export interface ProgressBar {
  readonly onProgress: Progress
  stop(): void
}

/** Silent unless standard error is a terminal and the transfer is larger than 8 MB. */
export async function progressBar(shell: Shell, label: string, size: number): Promise<ProgressBar> {
  if (shell.stderr.isTTY !== true || size <= worthShowingOctets)
    return { onProgress: () => undefined, stop: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: `${label.replaceAll(/[{}]/g, '')} [{bar}] {percentage}% {value}/{total} MB`,
    stream: shell.stderr,
    clearOnComplete: true,
    hideCursor: true,
  })
  bar.start(Math.ceil(size / megabyte), 0)
  return {
    onProgress: (done) => bar.update(Math.floor(done / megabyte)),
    stop: () => bar.stop(),
  }
}

export interface CountingBar {
  step(): void
  stop(): void
}

/** Silent unless standard error is a terminal. */
export async function countingBar(shell: Shell, label: string, total: number): Promise<CountingBar> {
  if (shell.stderr.isTTY !== true) return { step: () => undefined, stop: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: `${label.replaceAll(/[{}]/g, '')} [{bar}] {value}/{total}`,
    stream: shell.stderr,
    clearOnComplete: true,
    hideCursor: true,
  })
  bar.start(total, 0)
  return { step: () => bar.increment(), stop: () => bar.stop() }
}
