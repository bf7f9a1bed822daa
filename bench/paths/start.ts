// From `npm start` in a prepared directory to the first signed PDF, with the embedded database.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '../../src/client/client.ts'
import { type Bench, duration, type Judged, type Path } from '../bench.ts'
import { freePort } from '../cluster.ts'
import { nodeStartMs } from '../limits.ts'
import { median } from '../measure.ts'
import { startOffice } from '../office.ts'
import { BenchRefusal } from '../refusal.ts'
import { samplePdf } from '../sample-pdf.ts'

export const startPaths: readonly Path[] = [{ name: 'start.prepared', quick: true, run: prepared }]

const project = fileURLToPath(new URL('../../', import.meta.url))

async function prepared(bench: Bench): Promise<readonly Judged[]> {
  const folder = join(bench.folder, 'prepared')
  const first = await startOffice({ folder })
  await first.client.signDocument({ key: 'practice/signing', document: samplePdf(20_000), level: 'B_B' })
  await first.close()
  const rounds: number[] = []
  for (let round = 0; round < (bench.quick ? 3 : 7); round++) rounds.push(await startAndSign(folder))
  return [
    duration(
      'start.prepared',
      median(rounds),
      nodeStartMs(),
      '`npm start`, second start, embedded database, to the first signed PDF; `node -e 0` alone',
      { what: 'value', at: 2500 },
    ),
  ]
}

async function startAndSign(folder: string): Promise<number> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const token = readFileSync(join(folder, 'admin.token'), 'utf8').trim()
  const { signDocument } = createClient({ url, token })
  const begin = performance.now()
  // A process group of its own: npm does not pass SIGTERM on to what it started.
  const npm = spawn('npm', ['start'], {
    cwd: project,
    env: { ...process.env, CHANCERY_PORT: String(port), CHANCERY_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const failed = new Promise<never>((_, reject) => {
    npm.once('error', (cause) => reject(new BenchRefusal('npm is missing', { cause })))
    npm.once('exit', () => reject(new Error('npm start ended before it was told to')))
  })
  const ready = new Promise<void>((resolve) => {
    let said = ''
    npm.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('is ready at')) resolve()
    })
  })
  await Promise.race([ready, failed])
  const { document } = await signDocument({
    key: 'practice/signing',
    document: samplePdf(20_000),
    level: 'B_B',
  })
  const ms = performance.now() - begin
  if (document.bytes === null) throw new Error('no signed document came back')
  await end(npm.pid, failed, join(folder, 'lock.sqlite-journal'))
  return ms
}

async function end(group: number | undefined, ended: Promise<never>, lock: string): Promise<void> {
  if (group !== undefined) process.kill(-group, 'SIGTERM')
  await ended.catch(() => undefined)
  // npm ends before the service does, which gives its directory free last.
  for (let attempt = 0; attempt < 200 && existsSync(lock); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
