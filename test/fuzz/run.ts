// `npm run test:fuzz`: changed documents and structures over every parser. None may crash it, keep it for more than two
// seconds, fill an inspector, hold up the gateway, or pass as valid without what was signed. `--cases N` (10,000), `--seed N`.

import { fork } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { isServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import { startInspector } from '../../src/processes/start-inspector.ts'
import { noTrust } from '../../src/validation/input.ts'
import { wholeNumber } from '../fixtures/command-line.ts'
import { now } from '../fixtures/office.ts'
import { caseOf } from './cases.ts'
import { specimens } from './corpus.ts'
import type { ReaderMessage, ReaderTask } from './reader.ts'

const limits = { caseMs: 2000, hangMs: 20_000, loopP99Ms: 50 } as const
const readers = 2
/** One case in so many goes to an inspector as well. */
const inspectedOneIn = 20
const faultsShown = 20

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
const cases = wholeNumber('cases', values.cases)
const seed = wholeNumber('seed', values.seed)
const start = performance.now()
const faults: string[] = []
const lines: string[] = []

const read = await Promise.all(
  Array.from({ length: readers }, (_, first) => readBy({ seed, first, end: cases, step: readers })),
)
reportReaders(read)
await inspect(Math.ceil(cases / inspectedOneIn))

for (const line of lines) process.stdout.write(`${line}\n`)
for (const fault of faults.slice(0, faultsShown)) process.stdout.write(`FAULT ${fault}\n`)
process.stdout.write(
  `${cases} cases, seed ${seed}, ${Math.round((performance.now() - start) / 1000)} s: ${faults.length} faults\n`,
)
process.exit(faults.length === 0 ? 0 : 1)

type Done = Extract<ReaderMessage, { kind: 'done' }>

/** A reader that dies or hangs is a fault; another takes over behind the cases that it was at. */
async function readBy(task: ReaderTask): Promise<readonly Done[]> {
  const done: Done[] = []
  let from: ReaderTask | undefined = task
  while (from !== undefined) {
    const end = await oneReader(from)
    if (typeof end === 'number') from = end + 1 < task.end ? { ...task, first: end } : undefined
    else {
      done.push(end)
      from = undefined
    }
  }
  return done
}

/** @returns where to go on after a reader that did not come to its end. */
function oneReader(task: ReaderTask): Promise<Done | number> {
  const child = fork(new URL('reader.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let at = task.first
  const skipped = 400
  return new Promise((resolve) => {
    let watch: NodeJS.Timeout
    const rewind = (): void => {
      clearTimeout(watch)
      watch = setTimeout(() => {
        faults.push(`cases from ${at} on do not end within ${limits.hangMs} ms`)
        child.kill('SIGKILL')
      }, limits.hangMs)
    }
    rewind()
    child.on('message', (message: ReaderMessage) => {
      rewind()
      if (message.kind === 'begun') at = message.number
      else if (message.kind === 'fault') faults.push(`case ${message.number}: ${message.text}`)
      else {
        clearTimeout(watch)
        child.removeAllListeners('exit')
        resolve(message)
      }
    })
    child.once('exit', (code, signal) => {
      clearTimeout(watch)
      if (signal !== 'SIGKILL') faults.push(`a reader ended with ${code ?? signal} at cases from ${at} on`)
      resolve(at + skipped * task.step)
    })
    child.send(task)
  })
}

function reportReaders(all: readonly (readonly Done[])[]): void {
  const done = all.flat()
  const outcomes = new Map<string, number>()
  for (const one of done)
    for (const [outcome, count] of Object.entries(one.outcomes))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
  for (const [outcome, count] of [...outcomes].toSorted((a, b) => b[1] - a[1]))
    lines.push(`${String(count).padStart(8)}  ${outcome}`)
  for (const { slowest } of done) {
    lines.push(`slowest: case ${slowest.number}, ${Math.round(slowest.ms)} ms`)
    if (slowest.ms > limits.caseMs) faults.push(`case ${slowest.number} took ${Math.round(slowest.ms)} ms`)
  }
  const memory = Math.max(...done.map(({ memoryOctets }) => memoryOctets))
  lines.push(`memory of a reader at most ${memory >> 20} MiB`)
}

/** The same through the gateway's own way: inspectors, while its event loop is watched. */
async function inspect(count: number): Promise<void> {
  const all = (await specimens()).filter(({ document }) => document)
  // One that takes more than its memory is ended, which is a fault here.
  const inspectors = openInspectors(async () => startInspector())
  const validate = (bytes: Uint8Array) =>
    inspectors.validateDocument({ document: bytesSource(bytes), contents: [], trust: noTrust, at: now })
  const loop = monitorEventLoopDelay({ resolution: 5 })
  const own = ownTurns()
  let slowestMs = 0
  let number = 0
  const work = async (): Promise<void> => {
    for (let one = number++; one < count; one = number++) {
      const { bytes } = caseOf(all, seed, one)
      const from = performance.now()
      try {
        await validate(bytes)
      } catch (error) {
        faults.push(`inspected case ${one}: ${isServiceError(error) ? `${error.code}: ` : ''}${error}`)
      }
      slowestMs = Math.max(slowestMs, performance.now() - from)
    }
  }
  // Two inspectors that are warm, as in a service that runs.
  for (const { bytes } of all) await Promise.all([validate(bytes), validate(bytes)])
  loop.enable()
  await Promise.all([work(), work()])
  loop.disable()
  const ownMs = own.stop()
  await inspectors.close()
  const p99 = loop.percentile(99) / 1e6
  lines.push(
    `inspected: ${count}, slowest ${Math.round(slowestMs)} ms, event loop p99 ${p99.toFixed(1)} ms, of its own work ${ownMs.toFixed(1)} ms`,
  )
  if (slowestMs > limits.caseMs) faults.push(`an inspected case took ${Math.round(slowestMs)} ms`)
  if (ownMs > limits.loopP99Ms)
    faults.push(`the gateway's event loop was held up: p99 ${ownMs.toFixed(1)} ms`)
}

/** What this thread itself computes between two turns: on a machine that others keep busy, delay alone says nothing of us. */
function ownTurns(): { stop(): number } {
  const turns: number[] = []
  let before = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before)
    before = process.threadCpuUsage()
    turns.push((user + system) / 1000)
  }, 5)
  return {
    stop: () => {
      clearInterval(timer)
      return turns.toSorted((a, b) => a - b)[Math.floor(turns.length * 0.99)] ?? 0
    },
  }
}
