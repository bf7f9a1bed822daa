// The audit log on its way to collectors: whole, in order, at least once, whatever breaks; real sockets at the other end.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { encodeEntry } from '../../src/log/entry.ts'
import { type Collector, forwardLog } from '../../src/operations/forward-log.ts'
import { openOtlpLogs } from '../../src/outside/otlp-logs.ts'
import { openSyslog } from '../../src/outside/syslog.ts'
import { sequence } from '../../src/registry/log-sequencer.ts'
import { fixedClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { practicePki } from '../fixtures/pki.ts'
import { auditEntry } from '../registry/sample.ts'

let db: TestDatabase
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-syslog-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  db = await testDatabase()
})
afterEach(() => db.close())

async function append(count: number): Promise<readonly string[]> {
  const entries = Array.from({ length: count }, (_, i) =>
    auditEntry({
      operation: 'signDocument',
      details: { note: `số ${i}` },
      outcome: i % 2 ? 'denied' : 'done',
    }),
  )
  await db.database.auditLog().append(entries, {})
  await sequence(db.database)
  return entries.map((entry) => Buffer.from(encodeEntry(entry)).toString('utf8'))
}

const holder = '00000000-0000-4000-8000-000000000001'
const other = '00000000-0000-4000-8000-000000000002'
const at = (iso: string) => ({ database: db.database, clock: fixedClock(iso) })
const noon = '2026-11-26T12:00:00Z'

interface Heard {
  readonly leafIndex: number
  readonly header: string
  readonly entry: string
}

function heard(message: string): Heard {
  const [header = '', json = ''] = message.split(' \ufeff')
  const [, leafIndex, entry = ''] = /^\{"leafIndex":(\d+),"entry":(.*)\}$/.exec(json) ?? []
  return { leafIndex: Number(leafIndex), header, entry }
}

/** Reads octet-counted frames (RFC 6587 §3.4.1). */
function reader(): { readonly messages: Heard[]; take(piece: Buffer): void } {
  const messages: Heard[] = []
  let rest = Buffer.alloc(0)
  return {
    messages,
    take(piece) {
      rest = Buffer.concat([rest, piece])
      for (;;) {
        const space = rest.indexOf(' ')
        const length = Number(rest.subarray(0, space).toString('latin1'))
        if (space < 0 || rest.length < space + 1 + length) return
        messages.push(heard(rest.subarray(space + 1, space + 1 + length).toString('utf8')))
        rest = rest.subarray(space + 1 + length)
      }
    },
  }
}

async function listening(server: Server, where: number | string): Promise<number> {
  server.listen(typeof where === 'number' ? { port: where, host: '127.0.0.1' } : { path: where })
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 25))
  expect(holds()).toBe(true)
}

describe('by syslog', () => {
  test('entries arrive over TCP, each once and in order, with their own text and severity', async () => {
    const texts = await append(450)
    const { messages, take } = reader()
    const server = createServer((socket) => socket.on('data', take))
    const collector = openSyslog(`tcp://127.0.0.1:${await listening(server, 0)}`, undefined)
    expect(await forwardLog(at(noon), collector, holder)).toBe(450)
    expect(await forwardLog(at(noon), collector, holder)).toBe(0)
    await until(() => messages.length === 450)
    expect(messages.map(({ entry }) => entry)).toEqual(texts)
    expect(messages.map(({ leafIndex }) => leafIndex)).toEqual(texts.map((_, i) => i))
    expect(messages[0]?.header).toMatch(/^<110>1 2026-11-22T12:00:00\.000Z \S+ chancery \d+ signDocument -$/)
    expect(messages[1]?.header).toMatch(/^<108>1 /)
    await collector.close()
    server.close()
  })

  test('entries arrive over a stream socket of the machine', async () => {
    const texts = await append(3)
    const { messages, take } = reader()
    const path = join(folder, 'log.sock')
    const server = createServer((socket) => socket.on('data', take))
    await listening(server, path)
    const collector = openSyslog(`unix://${path}`, undefined)
    await forwardLog(at(noon), collector, holder)
    await until(() => messages.length === 3)
    expect(messages.map(({ entry }) => entry)).toEqual(texts)
    await collector.close()
    server.close()
  })

  test('entries arrive over UDP, a datagram each', async () => {
    const texts = await append(3)
    const socket = createSocket('udp4')
    const messages: Heard[] = []
    socket.on('message', (message) => messages.push(heard(message.toString('utf8'))))
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const collector = openSyslog(`udp://127.0.0.1:${socket.address().port}`, undefined)
    await forwardLog(at(noon), collector, holder)
    await until(() => messages.length === 3)
    expect(messages.map(({ entry }) => entry)).toEqual(texts)
    await collector.close()
    socket.close()
  })

  test('a TLS server that nobody vouches for gets nothing', async () => {
    await append(1)
    const pki = await practicePki()
    const pem = (der: Uint8Array) =>
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
    const { messages, take } = reader()
    const server = createTlsServer(
      {
        cert: pem(pki.signer.certificate),
        key: pki.signer.privateKey.export({ format: 'pem', type: 'pkcs8' }),
      },
      (socket) => socket.on('data', take),
    )
    server.on('tlsClientError', () => undefined)
    const caFile = join(folder, 'ca.pem')
    await writeFile(caFile, pem(pki.root.certificate))
    const collector = openSyslog(`tls://127.0.0.1:${await listening(server, 0)}`, caFile)
    await expect(forwardLog(at(noon), collector, holder)).rejects.toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
    })
    expect(messages).toEqual([])
    server.close()
  })

  test('what a broken connection swallowed is sent again, and nothing is left out', async () => {
    const texts = await append(300)
    const { messages, take } = reader()
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.on('data', take)
    })
    const port = await listening(server, 0)
    const collector = openSyslog(`tcp://127.0.0.1:${port}`, undefined)
    await forwardLog(at(noon), collector, holder)
    await until(() => messages.length === 300)
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    await append(200)
    // What this host takes after the other side has gone is lost, unless it is sent again.
    for (let i = 0; i < 50; i++) {
      await append(1)
      if (
        await forwardLog(at(noon), collector, holder).then(
          () => false,
          () => true,
        )
      )
        break
    }
    const again = createServer((socket) => socket.on('data', take))
    await listening(again, port)
    const last = await append(1)
    await forwardLog(at(noon), collector, holder)
    await until(() => messages.at(-1)?.entry === last[0])
    const known = new Set(messages.map(({ leafIndex }) => leafIndex))
    const newest = messages.at(-1)?.leafIndex ?? 0
    expect(newest).toBeGreaterThan(499)
    expect(Array.from({ length: newest }, (_, i) => i).filter((index) => !known.has(index))).toEqual([])
    expect(messages.slice(0, 300).map(({ entry }) => entry)).toEqual(texts)
    await collector.close()
    again.close()
  })
})

describe('to an OpenTelemetry collector', () => {
  test('entries arrive as log records, and go on where the collector did not take them', async () => {
    const texts = await append(250)
    const bodies: string[] = []
    let refuse = true
    const server = createHttpServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        if (refuse) return response.writeHead(503).end()
        const { resourceLogs } = JSON.parse(Buffer.concat(pieces).toString('utf8'))
        for (const { body } of resourceLogs[0].scopeLogs[0].logRecords) bodies.push(body.stringValue)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const collector = openOtlpLogs(`http://127.0.0.1:${address.port}`)
    await expect(forwardLog(at(noon), collector, holder)).rejects.toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
    })
    refuse = false
    expect(await forwardLog(at(noon), collector, holder)).toBe(250)
    expect(bodies).toEqual(texts)
    server.close()
  })
})

describe('of several hosts', () => {
  const collects = (sent: number[]): Collector => ({
    name: 'one collector',
    send: async (entries) => {
      for (const { leafIndex } of entries) sent.push(leafIndex)
    },
    close: async () => undefined,
  })

  test('one sends, and another takes over when it has died', async () => {
    await append(3)
    const sent: number[] = []
    expect(await forwardLog(at(noon), collects(sent), holder)).toBe(3)
    await append(2)
    expect(await forwardLog(at('2026-11-26T12:00:10Z'), collects(sent), other)).toBe(0)
    expect(await forwardLog(at('2026-11-26T12:00:31Z'), collects(sent), other)).toBe(2)
    expect(sent).toEqual([0, 1, 2, 3, 4])
  })

  test('what was sent and not confirmed is sent again', async () => {
    await append(3)
    const sent: number[] = []
    const dies: Collector = {
      ...collects(sent),
      send: async (entries) => {
        await collects(sent).send(entries)
        throw new Error('the answer was lost')
      },
    }
    await expect(forwardLog(at(noon), dies, holder)).rejects.toThrow('the answer was lost')
    await forwardLog(at(noon), collects(sent), holder)
    expect(sent).toEqual([0, 1, 2, 0, 1, 2])
  })

  test('an entry that somebody deleted is told as missing, and does not hold up the rest', async () => {
    await append(3)
    await db.asOwner(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`delete from audit_entries where id = (select entry_id from log_leaves where leaf_index = 1)`.execute(
        tx,
      )
    })
    const { messages, take } = reader()
    const server = createServer((socket) => socket.on('data', take))
    const collector = openSyslog(`tcp://127.0.0.1:${await listening(server, 0)}`, undefined)
    await forwardLog(at(noon), collector, holder)
    await until(() => messages.length === 3)
    expect(messages[1]?.entry).toBe('null')
    expect(messages[1]?.header).toMatch(/^<106>1 - /)
    await collector.close()
    server.close()
  })
})

test.each(['tcp://host', 'http://host:1', 'unix:///', 'host:514'])('the address %s is refused', (url) => {
  expect(() => readConfig({ CHANCERY_SYSLOG_URL: url })).toThrow('CHANCERY_SYSLOG_URL')
})
