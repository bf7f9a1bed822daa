// A process that reads cases one after the other, so that one which never ends, or ends the process, is seen from outside.

import { isServiceError } from '../../src/errors.ts'
import { caseOf } from './cases.ts'
import { specimens } from './corpus.ts'

export interface ReaderTask {
  readonly seed: number
  readonly first: number
  /** Exclusive. */
  readonly end: number
  readonly step: number
}

export type ReaderMessage =
  | { readonly kind: 'begun'; readonly number: number }
  | { readonly kind: 'fault'; readonly number: number; readonly text: string }
  | {
      readonly kind: 'done'
      readonly count: number
      readonly outcomes: Readonly<Record<string, number>>
      readonly slowest: { readonly number: number; readonly ms: number }
      readonly memoryOctets: number
    }

/** The parent hears often enough to know which case does not end. */
const tellEvery = 200

process.on('message', (task: ReaderTask) => {
  void read(task).then((done) => process.send?.(done, () => process.exit(0)))
})

async function read({ seed, first, end, step }: ReaderTask): Promise<ReaderMessage> {
  const all = await specimens()
  const outcomes: Record<string, number> = {}
  let slowest = { number: first, ms: 0 }
  let count = 0
  let memoryOctets = 0
  for (let number = first; number < end; number += step) {
    if (count % tellEvery === 0) {
      tell({ kind: 'begun', number })
      memoryOctets = Math.max(memoryOctets, process.memoryUsage.rss())
    }
    const { specimen, bytes } = caseOf(all, seed, number)
    const start = performance.now()
    const outcome = await outcomeOf(
      () => specimen.read(bytes),
      (text) => tell({ kind: 'fault', number, text }),
    )
    const ms = performance.now() - start
    if (ms > slowest.ms) slowest = { number, ms }
    const kind = `${specimen.document ? 'document' : 'structure'}: ${outcome}`
    outcomes[kind] = (outcomes[kind] ?? 0) + 1
    count++
  }
  return { kind: 'done', count, outcomes, slowest, memoryOctets }
}

async function outcomeOf(work: () => Promise<string>, fault: (text: string) => void): Promise<string> {
  try {
    return await work()
  } catch (error) {
    if (isServiceError(error)) return error.code
    fault(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 'FAULT'
  }
}

function tell(message: ReaderMessage): void {
  process.send?.(message)
}
