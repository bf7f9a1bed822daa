// What the permission model of Node refuses to a process started like the signer and the inspectors.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiledFolder } from '../../src/processes/compiled.ts'
import { spawnConfined } from '../../src/processes/confined.ts'
import { signerConfinement } from '../../src/processes/start-signer.ts'

const prober = fileURLToPath(new URL('prober.ts', import.meta.url))

/** What the prober could do, by name: `done`, or the code of the refusal. */
type Findings = Readonly<Record<string, string>>

async function probe(arguments_: Readonly<Record<string, string>>): Promise<Findings> {
  const { child, socket } = spawnConfined(prober, {
    ...signerConfinement,
    readable: [...signerConfinement.readable, prober],
  })
  child.stdin?.end()
  const chunks: Buffer[] = []
  socket.write(`${JSON.stringify(arguments_)}\n`)
  for await (const chunk of socket) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

describe('a process confined like the signer', () => {
  let folder: string
  let findings: Findings
  const server = createServer((socket) => socket.end())
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chancery-confinement-'))
    writeFileSync(join(folder, 'secret'), 'secret')
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the test server has no port')
    findings = await probe({ folder, port: String(address.port), canary: 'CHANCERY_CANARY' })
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  test.each([
    'readFile',
    'readFolder',
    'statFile',
    'readPasswd',
    'readOwnMemory',
    'writeFile',
    'appendOwnSource',
    'writeCompiledCode',
    'symlink',
    'connectTcp',
    'connectUnix',
    'listen',
    'udp',
    'childProcess',
    'fork',
    'worker',
    'inspector',
    'wasi',
  ])('may not: %s', (what) => {
    expect(findings[what]).toBe('ERR_ACCESS_DENIED')
  })

  test.each([
    ['addon', 'ERR_DLOPEN_DISABLED'],
    ['sqliteFile', 'ERR_UNKNOWN_BUILTIN_MODULE'],
    ['evaluate', 'EvalError'],
    ['fetch', 'refused'],
  ])('may not: %s (%s)', (what, code) => {
    expect(findings[what]).toBe(code)
  })

  test('may do what it is for: read its own sources and use its connection', () => {
    expect(findings['readOwnSource']).toBe('done')
  })

  test('reads the code that npm install compiled ahead for its flags', () => {
    expect(findings['compiledCode']).toBe('done')
  })

  test('has an environment that names the compiled code and nothing else', () => {
    expect(JSON.parse(findings['environment'] ?? '')).toEqual({
      NODE_COMPILE_CACHE: compiledFolder,
      NODE_COMPILE_CACHE_READONLY: '1',
    })
  })

  test('and the launcher read the same compiled code', () => {
    const preload = new URL('../../bin/compiled.mjs', import.meta.url).href
    const told = execFileSync(process.execPath, ['--import', preload, '-p', 'process.env.NODE_COMPILE_CACHE'])
    expect(told.toString().trim()).toBe(compiledFolder)
  })

  test.runIf(process.platform === 'linux')('leaves no core dump', async () => {
    const { child, socket } = spawnConfined(prober, { ...signerConfinement, readable: [prober] })
    try {
      // The shell sets the limit and then becomes Node.
      while (!readFileSync(`/proc/${child.pid}/cmdline`, 'latin1').startsWith(process.execPath)) await pause()
      const limits = readFileSync(`/proc/${child.pid}/limits`, 'latin1')
      expect(limits).toMatch(/^Max core file size\s+0\s+0\s/m)
    } finally {
      socket.destroy()
      child.kill('SIGKILL')
    }
  })

  test('the same program without the confinement may do all of it, so that these tests can fail', async () => {
    const child = spawn(process.execPath, [prober], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    const connection = child.stdio[3]
    if (connection === null || connection === undefined || !('write' in connection))
      throw new Error('no connection')
    connection.write(`${JSON.stringify({ folder, port: '1', canary: 'x', only: 'readFile' })}\n`)
    const chunks: Buffer[] = []
    connection.on('data', (chunk: Buffer) => chunks.push(chunk))
    await new Promise((resolve) => child.on('close', resolve))
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ readFile: 'done' })
  })
})

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}
