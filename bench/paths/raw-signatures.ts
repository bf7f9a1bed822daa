// Raw signatures: single ones with many connections in flight, one after the other, and batches of a hundred.

import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { openBareDoor } from '../bare-door.ts'
import { type Bench, type Judged, type Path, rate, watchBeside } from '../bench.ts'
import { dataOf, expecting, graphqlRequest } from '../graphql.ts'
import { diskFlushes, type Primitive, signatureSpeed } from '../limits.ts'
import { askOnce } from '../load.ts'
import { median, medianRate, ofAll, ofGateway, ofWall, type Window } from '../measure.ts'

export const rawKeys = { ed25519: 'practice/bench-ed25519', p256: 'practice/bench-p256' } as const
type KeyName = keyof typeof rawKeys

const messageOctets = 64
const singleFloor = { what: 'value', at: 5000 } as const

export const rawSignaturePaths: readonly Path[] = [
  single('ed25519', 'ed25519'),
  single('p256', 'ecdsap256'),
  batch(100),
  { name: 'sign.p256.sequential', quick: true, run: sequential },
]

function single(key: KeyName, primitive: Primitive): Path {
  const name = `sign.${key}.single`
  return {
    name,
    quick: true,
    run: async (bench) => {
      const request = await signRequest(bench, key, 1)
      const door = await openBareDoor(request, 64, bench.quick ? 1.5 : 4)
      const limits: number[] = []
      const doors: number[] = []
      try {
        const windows = await bench.watch({
          inFlight: 64,
          next: () => request,
          check: expecting('"signature":"'),
          atRest: async () => {
            limits.push(signatureSpeed(primitive).sign)
            doors.push(await door.speed(bench.quick ? 0.3 : 1))
          },
        })
        return singleRates(name, windows, median(limits), median(doors), `openssl speed ${primitive}`)
      } finally {
        door.close()
      }
    },
  }
}

function singleRates(
  name: string,
  windows: readonly Window[],
  limit: number,
  door: number,
  what: string,
): readonly Judged[] {
  const meaning = `${what}, one core, by turns`
  const perGateway = medianRate(windows, ofGateway)
  return [
    rate(name, perGateway, limit, `per CPU second of the gateway; ${meaning}`, singleFloor),
    rate(
      `${name}.door`,
      perGateway,
      door,
      'per CPU second of the gateway; the same request answered with a constant, by the same libraries, by turns',
    ),
    rate(`${name}.wall`, medianRate(windows, ofWall), limit, `by the clock, 64 connections; ${meaning}`),
    rate(`${name}.core`, medianRate(windows, ofAll), limit, `per CPU second of all processes; ${meaning}`),
  ]
}

function batch(size: number): Path {
  const name = `sign.p256.batch${size}`
  return {
    name,
    quick: true,
    run: async (bench) => {
      const request = await signRequest(bench, 'p256', size)
      const { windows, limit: sign } = await watchBeside(
        bench,
        { inFlight: 8, next: () => request, check: expecting('"signature":"') },
        () => signatureSpeed('ecdsap256').sign,
      )
      const limit = 'openssl speed ecdsap256, one core, by turns'
      return [
        rate(name, medianRate(windows, ofWall) * size, sign, `by the clock, 8 connections; ${limit}`, {
          what: 'ratio',
          at: 0.5,
        }),
        rate(
          `${name}.core`,
          medianRate(windows, ofAll) * size,
          sign,
          `per CPU second of all processes; ${limit}`,
        ),
      ]
    },
  }
}

/** One connection, one request at a time: each waits for its own flush of the disk. */
async function sequential(bench: Bench): Promise<readonly Judged[]> {
  const flushes = diskFlushes(bench.folder)
  const request = await signRequest(bench, 'p256', 1)
  const windows = await bench.watch({ inFlight: 1, next: () => request, check: expecting('"signature":"') })
  return [
    rate(
      'sign.p256.sequential',
      medianRate(windows, ofWall),
      flushes,
      'by the clock, one connection; flushes of 8 kB by the same disk',
    ),
  ]
}

/** The request, after one answer to it was verified here. */
export async function signRequest(bench: Bench, key: KeyName, items: number): Promise<Buffer> {
  const messages = Array.from({ length: items }, () => randomBytes(messageOctets))
  const request = graphqlRequest(bench.office, 'sign', {
    input: { key: rawKeys[key], items: messages.map((message) => ({ message })) },
  })
  const { outcomes } = dataOf(await askOnce(bench.office.port, request)).sign
  const publicKey: unknown = (await bench.office.client.key(rawKeys[key]))?.versions.at(-1)?.publicKey
  if (typeof publicKey !== 'string') throw new Error(`there is no key ${rawKeys[key]}`)
  const verifier = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  messages.forEach((message, i) => {
    const signature = Buffer.from(outcomes[i].signature, 'base64')
    if (!verify(key === 'ed25519' ? null : 'sha256', message, verifier, signature))
      throw new Error(`signature ${i} of ${items} does not verify`)
  })
  return request
}
