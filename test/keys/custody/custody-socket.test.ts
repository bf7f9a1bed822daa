// The place of the keeper's socket: found by whoever may look into the folder of secrets, and by nobody else.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { dataDirectory } from '../../../src/data-directory.ts'
import { custodySocket, newCustodySocket } from '../../../src/keys/custody/custody-socket.ts'
import { gatewayFlags } from '../../../src/processes/gateway-permissions.ts'

let folder: string
let secrets: string
let server: Server
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-socket-'))
  secrets = join(folder, 'secrets')
  mkdirSync(secrets)
  server = createServer((socket) => socket.end())
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const random = (octets: number) => randomBytes(octets)

test('commands find the socket of the launcher that runs, and not that of one which was killed', async () => {
  writeFileSync(join(secrets, 'custody-0123456789abcdef.sock'), '')
  writeFileSync(join(secrets, 'custody.json'), '')
  using place = newCustodySocket(secrets, random)
  await new Promise<void>((resolve) => server.listen(place.path, resolve))
  using found = custodySocket(secrets)
  expect(found.path).toBe(place.path)
  expect(readdirSync(secrets).toSorted()).toEqual([basename(place.path), 'custody.json'].toSorted())
})

const onLinux = process.platform === 'linux'

test.runIf(onLinux)('a gateway learns no name of it, and none is the same twice', async () => {
  using before = newCustodySocket(secrets, random)
  using place = newCustodySocket(secrets, random)
  expect(basename(place.path)).not.toBe(basename(before.path))
  await new Promise<void>((resolve) => server.listen(place.path, resolve))
  const entry = join(folder, 'gateway.mjs')
  writeFileSync(
    entry,
    `import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
const attempt = async (work) => { try { return await work() } catch (error) { return error.code } }
const reach = (path) => new Promise((resolve, reject) => {
  connect(path).once('connect', () => resolve('connected')).once('error', reject)
})
const [secrets, name] = process.argv.slice(2)
const found = [
  await attempt(() => readdirSync(secrets).join()),
  await attempt(() => readdirSync('/proc/net').join()),
  await attempt(() => reach(secrets + '/custody.sock')),
  // The permission model does not hold it where it knows the name.
  await attempt(() => reach(name)),
]
process.send(found, () => process.exit())`,
  )
  const config = readConfig({ CHANCERY_DATA_DIR: folder })
  const flags = gatewayFlags(entry, config, dataDirectory(folder), {})
  const gateway = spawn(process.execPath, [...flags, entry, secrets, place.path], {
    env: {},
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const found = await new Promise((resolve) => gateway.once('message', resolve))
  expect(found).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', 'ENOENT', 'connected'])
})
