// Starts a launcher for a test, reads what its gateway tells, and ends everything afterwards.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Launched {
  readonly child: ChildProcess
  /** The next line of JSON whose `event` is this. */
  next(event: string): Promise<Readonly<Record<string, unknown>>>
  /** Those whose `event` is this and that nobody has asked for. */
  lines(event: string): readonly Readonly<Record<string, unknown>>[]
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  stderr(): string
}

export function startLauncher(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  entry = fileURLToPath(new URL('run-launcher.ts', import.meta.url)),
): Launched {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'] ?? '', CHANCERY_DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Readonly<Record<string, unknown>>[] = []
  const waiting: { event: string; resolve(line: Readonly<Record<string, unknown>>): void }[] = []
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.startsWith('{')) return
    const line = JSON.parse(text)
    const index = waiting.findIndex(({ event }) => event === line.event)
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(line)
    else lines.push(line)
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return {
    child,
    next: (event) =>
      new Promise((resolve) => {
        const index = lines.findIndex((line) => line['event'] === event)
        const [line] = index >= 0 ? lines.splice(index, 1) : []
        if (line === undefined) waiting.push({ event, resolve })
        else resolve(line)
      }),
    lines: (event) => lines.filter((line) => line['event'] === event),
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
    stderr: () => stderr,
  }
}

/** Processes whose parent, or whose parent's parent, is `pid`, by what they run. Linux. */
export function descendants(pid: number): readonly { readonly pid: number; readonly runs: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
        return [
          {
            pid: Number(name),
            parent,
            runs: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' '),
          },
        ]
      } catch {
        return []
      }
    })
  const children = all.filter(({ parent }) => parent === pid)
  return children.flatMap((child) => [child, ...all.filter(({ parent }) => parent === child.pid)])
}

export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z'
  } catch {
    return false
  }
}

export async function eventually(what: string, holds: () => boolean, limitMs = 20_000): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
