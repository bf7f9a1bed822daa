// Tries whatever a confined process should not be able to do, and tells on descriptor 3 what came of it.

import fs from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { Socket } from 'node:net'

const connection = new Socket({ fd: 3, readable: true, writable: true })
const line = await new Promise<string>((resolve) =>
  connection.once('data', (chunk) => resolve(String(chunk))),
)
const { folder, port, only } = JSON.parse(line)

const probes: Readonly<Record<string, () => unknown>> = {
  readFile: () => fs.readFileSync(`${folder}/secret`),
  readFolder: () => fs.readdirSync(folder),
  statFile: () => fs.statSync(`${folder}/secret`),
  readPasswd: () => fs.readFileSync('/etc/passwd'),
  readOwnMemory: () => fs.openSync('/proc/self/mem', 'r'),
  readOwnSource: () => fs.readFileSync(new URL(import.meta.url)),
  writeFile: () => fs.writeFileSync(`${folder}/new`, 'x'),
  appendOwnSource: () => fs.appendFileSync(new URL(import.meta.url), ''),
  symlink: () => fs.symlinkSync(folder, `${folder}/self`),
  connectTcp: async () => untilSettled((await import('node:net')).connect(Number(port), '127.0.0.1')),
  connectUnix: async () => untilSettled((await import('node:net')).connect(`${folder}/socket`)),
  listen: async () => untilSettled((await import('node:net')).createServer().listen(0)),
  udp: async () => untilSettled((await import('node:dgram')).createSocket('udp4').bind(0)),
  fetch: () => fetch(`http://127.0.0.1:${port}/`),
  childProcess: async () => (await import('node:child_process')).spawnSync('true'),
  fork: async () => (await import('node:child_process')).fork(new URL(import.meta.url).pathname),
  worker: async () => new (await import('node:worker_threads')).Worker('0', { eval: true }),
  inspector: async () => (await import('node:inspector')).open(0),
  sqliteFile: async () => new (await import('node:sqlite')).DatabaseSync(`${folder}/secret`),
  wasi: async () => new (await import('node:wasi')).WASI({ version: 'preview1' }),
  addon: () => process.dlopen({ exports: {} }, `${folder}/addon.node`),
  evaluate: () => new Function('return 1')(),
  compiledCode: () => {
    if (getCompileCacheDir() === undefined) throw new Error('Node compiles anew')
  },
  writeCompiledCode: () => fs.writeFileSync(`${process.env['NODE_COMPILE_CACHE']}/x`, 'x'),
}

const findings: Record<string, string> = {
  environment: JSON.stringify(process.env),
}
for (const [name, attempt] of Object.entries(probes)) {
  if (only !== undefined && only !== name) continue
  try {
    await attempt()
    findings[name] = 'done'
  } catch (error) {
    findings[name] = nameOf(error)
  }
}
connection.end(JSON.stringify(findings), () => process.exit(0))

/** Sockets and servers tell of a refusal by an event. */
function untilSettled(thing: {
  once(event: string, listener: (error?: unknown) => void): unknown
}): Promise<void> {
  return new Promise((resolve, reject) => {
    thing.once('error', reject)
    for (const event of ['connect', 'listening', 'close']) thing.once(event, () => resolve())
  })
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'refused'
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return error.name === 'EvalError' ? 'EvalError' : 'refused'
}
