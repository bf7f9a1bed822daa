// One worker that judges one document after the other; a document that is given up ends it, and the next gets a new one.

import type { ValidationReport } from '../../validation/report.ts'
import { validationWorker } from './own-scripts.ts'
import type { AnchorSummary, FromWorker, JudgeRequest, ToWorker } from './worker-messages.ts'

export interface Judgement {
  readonly report: ValidationReport
  readonly sha256Hex: readonly string[]
}

/** Why there is no verdict: `stalled` took longer than it may without getting anywhere. */
export class NoJudgement extends Error {
  readonly why: 'stalled' | 'crashed' | 'refused'

  constructor(why: 'stalled' | 'crashed' | 'refused', message = '') {
    super(message)
    this.why = why
  }
}

/** A worker says how far it is whenever it reads; one that has not for so long is caught in a trap. */
const stallMs = 60_000

interface Judge {
  readonly worker: Worker
  /** Resolves when it listens. Loading compiles WebAssembly, and messages that come meanwhile are lost. */
  readonly ready: Promise<void>
}

let idle: Judge | undefined = startJudge()

function startJudge(): Judge {
  const worker = validationWorker()
  const ready = new Promise<void>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'ready') resolve()
    })
  })
  return { worker, ready }
}

/**
 * @param signal gives it up; the promise rejects with the signal's reason.
 * @param onProgress hears which part of the reading is done, from 0 to 1.
 * @throws NoJudgement.
 */
export async function judge(
  request: Omit<JudgeRequest, 'kind'>,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<Judgement> {
  const answer = await ask({ kind: 'judge', ...request }, signal, onProgress)
  if (answer.kind !== 'report') throw new NoJudgement('crashed')
  return answer
}

export async function readAnchors(file: Blob): Promise<readonly AnchorSummary[]> {
  const answer = await ask({ kind: 'read_anchors', file }, new AbortController().signal, () => undefined)
  if (answer.kind !== 'anchors') throw new NoJudgement('crashed')
  return answer.anchors
}

function ask(
  request: ToWorker,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<Exclude<FromWorker, { kind: 'ready' | 'progress' | 'failure' }>> {
  const judge = idle ?? startJudge()
  const { worker, ready } = judge
  idle = undefined
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      worker.removeEventListener('message', hear)
      worker.removeEventListener('error', crash)
    }
    const fail = (error: unknown): void => {
      end()
      worker.terminate()
      // The next is made now, while there may be a network.
      idle ??= startJudge()
      reject(error)
    }
    const abort = (): void => fail(signal.reason)
    const crash = (event: ErrorEvent): void => fail(new NoJudgement('crashed', event.message))
    const watch = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => fail(new NoJudgement('stalled')), stallMs)
    }
    const hear = ({ data }: MessageEvent<FromWorker>): void => {
      watch()
      if (data.kind === 'ready') return
      if (data.kind === 'progress') {
        onProgress(data.read / data.total)
        return
      }
      end()
      idle ??= judge
      if (data.kind === 'failure') reject(new NoJudgement('refused', data.message))
      else resolve(data)
    }
    signal.addEventListener('abort', abort)
    worker.addEventListener('message', hear)
    worker.addEventListener('error', crash)
    watch()
    if (signal.aborted) abort()
    else void ready.then(() => worker.postMessage(request))
  })
}
