// Bodies that come in pieces: whoever drips them does not hold a place for ever.

import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { discard, readBody, streamBody } from '../../../src/api/http/body.ts'
import { isServiceError } from '../../../src/errors.ts'

/** Sends `pieces` of 1000 octets with 100 ms between them. @returns octets that were read, or why they were not. */
async function send(pieces: number, graceMs: number): Promise<number | string> {
  const limits = { maxOctets: 1 << 20, pace: { graceMs, octetsPerSecond: 1_000_000 } }
  const server = createServer()
  const read = new Promise<number | string>((resolve) => {
    server.on('request', async (incoming, outgoing) => {
      let octets = 0
      try {
        for await (const piece of streamBody(incoming, limits)) octets += piece.length
        resolve(octets)
      } catch (error) {
        resolve(isServiceError(error) ? error.message : 'another error')
      }
      outgoing.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const sender = request({ port: address.port, method: 'POST' }).on('error', () => undefined)
  for (let i = 0; i < pieces; i++) {
    sender.write(new Uint8Array(1000))
    await sleep(100)
  }
  sender.end()
  const outcome = await read
  sender.destroy()
  server.closeAllConnections()
  server.close()
  return outcome
}

describe('streamBody', () => {
  it('reads what comes within the grace, in however many pieces', async () => {
    expect(await send(5, 60_000)).toBe(5000)
  })

  it('gives up a sender that stays below the pace', async () => {
    expect(await send(6, 200)).toBe('the request body comes at less than 1000000 octets a second')
  })
})

describe('discard', () => {
  it('gives back the memory of a long body, and leaves what is short or lies in the memory of others', () => {
    const own = new Uint8Array(100_000)
    const short = new Uint8Array(1000)
    const shared = new Uint8Array(200_000)
    const view = shared.subarray(100_000)
    for (const octets of [own, short, view]) discard(octets)
    expect([own, short, view, shared].map(({ length }) => length)).toEqual([0, 1000, 100_000, 200_000])
  })
})

describe('readBody', () => {
  /** Sends `pieces` with 100 ms between them, of a body that is to have `declared` octets. */
  async function sendPieces(pieces: readonly string[], declared: number, timeoutMs: number): Promise<string> {
    const server = createServer()
    const read = new Promise<string>((resolve) => {
      server.on('request', async (incoming, outgoing) => {
        // As behind the door, which looks at the token first.
        await sleep(5)
        const body = readBody(incoming, { maxOctets: 100, timeoutMs })
        resolve(await body.then(String, (error) => (isServiceError(error) ? error.message : 'another error')))
        outgoing.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const headers = { 'content-length': declared }
    const sender = request({ port: address.port, method: 'POST', headers }).on('error', () => undefined)
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) await sleep(100)
      sender.write(piece)
    }
    const outcome = await read
    sender.destroy()
    server.closeAllConnections()
    server.close()
    return outcome
  }

  it('takes a body that comes with its head, and one that comes in pieces', async () => {
    expect(await sendPieces(['whole'], 5, 60_000)).toBe('whole')
    expect(await sendPieces(['in ', 'pieces'], 9, 60_000)).toBe('in pieces')
  })

  it('gives up a body of which a part does not come in time, or all of it', async () => {
    const late = 'the request body did not arrive within 200 ms'
    expect(await sendPieces(['only '], 9, 200)).toBe(late)
    expect(await sendPieces([''], 9, 200)).toBe(late)
  })

  /** Sends raw requests at once on one connection. @returns what was read of each, or why not. */
  async function sendAtOnce(requests: readonly string[]): Promise<readonly string[]> {
    const server = createServer(async (incoming, outgoing) => {
      await sleep(5)
      const body = readBody(incoming, { maxOctets: 20, timeoutMs: 60_000 })
      outgoing.end(
        await body.then(String, (error) => (isServiceError(error) ? error.message : 'another error')),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const socket = connect(address.port, '127.0.0.1')
    socket.write(requests.join(''))
    const pieces: Buffer[] = []
    for await (const piece of socket) pieces.push(piece)
    server.close()
    const text = Buffer.concat(pieces).toString()
    return text
      .split('HTTP/1.1 200 OK')
      .slice(1)
      .map((answer) => answer.split('\r\n\r\n')[1] ?? '')
  }

  it('takes what came before it was asked for, each body of a connection, within the limit', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\n'
    const chunk = (octets: number) => `${octets.toString(16)}\r\n${'y'.repeat(octets)}\r\n`
    expect(
      await sendAtOnce([
        `${head}Content-Length: 5\r\n\r\nfirst`,
        `${head}Content-Length: 0\r\n\r\n`,
        `${head}Transfer-Encoding: chunked\r\n\r\n${chunk(4)}${chunk(3)}0\r\n\r\n`,
        `${head}Transfer-Encoding: chunked\r\n\r\n${chunk(15)}${chunk(15)}0\r\n\r\n`,
        `${head}Connection: close\r\nContent-Length: 4\r\n\r\nlast`,
      ]),
    ).toEqual(['first', '', 'yyyyyyy', 'the request body is larger than 20 octets', 'last'])
  })
})
