// The first steps of README.md, word for word: npm starts the service, npx signs and verifies, pdfsig agrees.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../fixtures/free-port.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { requirePeers } from './peers.ts'

const project = join(import.meta.dirname, '../..')
let folder: string
let env: NodeJS.ProcessEnv
let npm: ChildProcess
let said = ''

beforeAll(async () => {
  requirePeers('pdfsig')
  folder = mkdtempSync(join(tmpdir(), 'chancery-first-'))
  const port = String(await freePort())
  const CHANCERY_DATA_DIR = join(folder, 'data')
  env = { ...process.env, CHANCERY_DATA_DIR, CHANCERY_PORT: port, CHANCERY_URL: `http://127.0.0.1:${port}` }
  writeFileSync(join(folder, 'my.pdf'), makePdf('stream'))
  // A process group of its own: npm does not pass signals on to what it started.
  npm = spawn('npm', ['start'], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  await new Promise<void>((resolve, reject) => {
    const listen = (piece: Buffer): void => {
      said += piece.toString()
      if (said.includes('is ready at')) resolve()
    }
    npm.stdout?.on('data', listen)
    npm.stderr?.on('data', listen)
    npm.once('exit', () => reject(new Error(`npm start ended: ${said}`)))
  })
})
afterAll(async () => {
  const ended = new Promise((resolve) => npm.once('close', resolve))
  if (npm.pid !== undefined && npm.exitCode === null) process.kill(-npm.pid, 'SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
})

async function output(program: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, options, { cwd: project, env })
  return stdout
}

test('a newcomer signs a PDF with a key that he never sees, and a stranger’s tool confirms it', async () => {
  expect(said).toContain(
    'Sign a first PDF:     npx chancery sign my.pdf --key practice/signing -o signed.pdf',
  )
  const [my, signed] = [join(folder, 'my.pdf'), join(folder, 'signed.pdf')]
  await output('npx', 'chancery', 'sign', my, '--key', 'practice/signing', '-o', signed)
  expect(await output('npx', 'chancery', 'verify', signed)).toMatch(/^VALID – FOR PRACTICE ONLY/)
  const found = await output('pdfsig', signed)
  expect(found).toContain('Signature Validation: Signature is Valid.')
  expect(found).toContain('Total document signed')
})
