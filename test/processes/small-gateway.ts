// A gateway that does nothing but sign, on the launcher's real parts. It tells what happens as lines of JSON.

import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import type { SigningKey } from '../../src/keys/handle.ts'
import { softwareProvider } from '../../src/keys/software/provider.ts'
import { compiledFolder } from '../../src/processes/compiled.ts'
import { launcherLink } from '../../src/processes/launcher-link.ts'
import { noTrust } from '../../src/validation/input.ts'

const link = launcherLink(process)
const provider = softwareProvider(() => link.start('signer'))
const inspectors = openInspectors(() => link.start('inspector'))
const folder = process.env['CHANCERY_DATA_DIR'] ?? ''
const tell = (message: object): void => {
  fs.writeSync(1, `${JSON.stringify(message)}\n`)
}

const unitKey = await provider.createUnitKey('unit')
const identity = {
  unitId: 'unit',
  keyId: 'key',
  version: 1,
  purpose: 'sign-raw',
  algorithm: 'ed25519',
  provider: 'software',
  attributes: [],
} as const
const key: SigningKey = {
  identity,
  unitKey,
  ...(await provider.generate(identity, unitKey)),
  state: 'active',
}
tell({
  event: 'ready',
  pid: process.pid,
  check: Buffer.from(await provider.rootKeyCheckValue()).toString('hex'),
})

/** What the test may have it do, by name. */
const acts: Readonly<Record<string, () => Promise<unknown>>> = {
  sign: () => provider.sign(key, [Buffer.from('message')]),
  readRootKey: async () => fs.readFileSync(`${folder}/secrets/root.key`),
  listSecrets: async () => fs.readdirSync(`${folder}/secrets`),
  writeSecrets: async () => fs.writeFileSync(`${folder}/secrets/x`, 'x'),
  linkSecrets: async () => fs.symlinkSync(`${folder}/secrets`, `${folder}/spool/link`),
  startChild: async () => (await import('node:child_process')).spawnSync('true'),
  compiledCode: async () => {
    if (getCompileCacheDir() === undefined) throw new Error('Node compiles anew')
  },
  writeCompiledCode: async () => fs.writeFileSync(join(compiledFolder, 'x'), 'x'),
  readPasswd: async () => fs.readFileSync('/etc/passwd'),
  syncNow: async () => {
    const file = fs.openSync(`${folder}/spool/file`, 'w')
    fs.writeSync(file, 'x')
    fs.fsyncSync(file)
    fs.fdatasyncSync(file)
    fs.closeSync(file)
  },
  syncSoon: async () => {
    const file = await open(`${folder}/spool/file`, 'w')
    await file.writeFile('x')
    await file.sync()
    await file.datasync()
    await file.close()
  },
  syncNothing: async () => fs.fsyncSync(9999),
  inspect: () =>
    inspectors.validateDocument({
      document: bytesSource(Buffer.from('x')),
      contents: [],
      trust: noTrust,
      at: new Date(),
    }),
  writeToken: async () => {
    fs.writeFileSync(`${folder}/admin.token.part`, 'x')
    fs.renameSync(`${folder}/admin.token.part`, `${folder}/admin.token`)
  },
  end: async () => process.exit(3),
}

for (const act of (process.env['TEST_ACTS'] ?? '').split(',')) {
  if (act === '') continue
  try {
    await acts[act]?.()
    tell({ event: act, outcome: 'done' })
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    tell({ event: act, outcome: typeof code === 'string' ? code : 'failed' })
  }
}
let signed = 0
let over = false
const load = (async () => {
  while (!over) {
    await provider.sign(key, [Buffer.from(`message ${signed}`)])
    signed++
    if (signed % 200 === 0) tell({ event: 'signed', signed })
  }
})()
const why = await link.stop
over = true
await load
tell({ event: 'stopped', why, signed })
await inspectors.close()
await provider.close()
process.exit(0)
