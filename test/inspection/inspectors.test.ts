import { randomBytes } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ByteSource, bytesSource } from '../../src/formats/byte-source.ts'
import { type Inspectors, openInspectors } from '../../src/inspection/inspectors.ts'
import { type InspectorProcess, inspectionBudget } from '../../src/inspection/pool.ts'
import { serveInspections } from '../../src/inspection/session.ts'
import { inspectorLimits, startInspector } from '../../src/processes/start-inspector.ts'
import { type DatedAnchor, noTrust, type TrustMaterial } from '../../src/validation/input.ts'
import { cades, crl, makeOffice, now } from '../fixtures/office.ts'

const bombs = fileURLToPath(new URL('bombs.ts', import.meta.url))
const budget = { ...inspectionBudget, smallMs: 3000, largeMs: 8000 }

function startBombs(): InspectorProcess {
  return startInspector(inspectorLimits, bombs)
}

function document(name: string, size = 8): ByteSource {
  const bytes = Buffer.alloc(size, 7)
  bytes.write(name.padEnd(8), 'latin1')
  return bytesSource(bytes)
}

const validate = (inspectors: Inspectors, source: ByteSource, trust: TrustMaterial = noTrust) =>
  inspectors.validateDocument({ document: source, contents: [], trust, at: new Date(0) })

describe('inspectors', () => {
  let inspectors: Inspectors
  beforeAll(() => {
    inspectors = openInspectors(async () => startBombs(), budget)
  })
  afterAll(async () => {
    await inspectors.close()
  })

  test.each([
    ['a document that is read for ever', 'loop', 'LIMIT_EXCEEDED', '3 s'],
    ['a document that is waited on for ever', 'sleep', 'LIMIT_EXCEEDED', '3 s'],
    ['a document that fills buffers', 'buffers', 'LIMIT_EXCEEDED', 'memory'],
    ['a document that fills the heap', 'heap', 'LIMIT_EXCEEDED', 'the document takes'],
    ['a document that crashes its reader', 'exit', 'UNSUPPORTED_FORMAT', 'ended without an answer'],
  ])('%s costs its sender the answer, and nobody else', async (_what, name, code, text) => {
    const [bomb, ...others] = await Promise.allSettled([
      validate(inspectors, document(name)),
      ...Array.from({ length: 5 }, () => validate(inspectors, document('fine'))),
    ])
    expect(bomb).toMatchObject({ status: 'rejected', reason: { code } })
    expect(bomb?.status === 'rejected' ? bomb.reason.message : '').toContain(text)
    for (const other of others) expect(other).toMatchObject({ status: 'fulfilled' })
    expect(await validate(inspectors, document('fine'))).toMatchObject({ integrity: 'unsigned' })
  })

  test('a document that nests too deep is an error of ours, masked at the door, and the inspector lives', async () => {
    await expect(validate(inspectors, document('stack'))).rejects.toThrow('Maximum call stack')
    await expect(validate(inspectors, document('throw'))).rejects.toThrow('a bug of ours')
    await expect(validate(inspectors, document('throw'))).rejects.not.toHaveProperty('code')
  })

  test('what a job refuses keeps its code and its words', async () => {
    await expect(validate(inspectors, document('refuse'))).rejects.toMatchObject({
      code: 'MALFORMED_PDF',
      message: 'the file is no PDF',
    })
  })

  test('a verdict that is none is not passed on', async () => {
    await expect(validate(inspectors, document('lie'))).rejects.toThrow('no validation report')
  })

  test('a large document is read piece by piece, and every octet is the one that was sent', async () => {
    const bytes = randomBytes(3 << 20)
    bytes.write('read    ', 'latin1')
    let sum = 0
    for (const octet of bytes) sum = (sum * 31 + octet) % 1_000_003
    const report = await validate(inspectors, bytesSource(bytes))
    expect(report.reasons).toEqual([{ code: 'SUM', text: String(sum) }])
  })

  test('a document whose source fails is an error, and the next one works', async () => {
    const broken: ByteSource = {
      size: 3 << 20,
      read: async (start, end) => {
        if (start > 1 << 20) throw new Error('the spool is gone')
        return document('read', 3 << 20).read(start, end)
      },
    }
    await expect(validate(inspectors, broken)).rejects.toThrow('the spool is gone')
    expect(await validate(inspectors, document('fine'))).toMatchObject({ integrity: 'unsigned' })
  })

  test('every job has its own trust material, in whatever order they come', async () => {
    const materials = Array.from({ length: 6 }, (_, i) => ({
      anchors: [Buffer.from(`anchor ${i}`)],
      intermediates: [],
      crls: [Buffer.from(`crl ${i}`), Buffer.from(`delta ${i}`)],
      ocsps: [Buffer.from(`ocsp ${i}`)],
    }))
    await Promise.all(
      Array.from({ length: 30 }, async (_, job) => {
        const i = (job * 5) % materials.length
        const report = await validate(inspectors, document('trust'), materials[i])
        expect(report.reasons[0]?.text).toBe(`anchor ${i};;crl ${i},delta ${i};ocsp ${i}`)
      }),
    )
  })
})

test('anchors reach the inspector with all that limits them', async () => {
  const { pki } = await makeOffice()
  const signed = await cades(pki, Buffer.from('a text'))
  const own = openInspectors(async () => startInspector())
  const lists = { crls: [await crl(pki.root), await crl(pki.issuing)] }
  const judged = async (terms: Partial<DatedAnchor>) => {
    const anchor = { certificate: pki.root.certificate, lane: 'imported' as const, ...unlimited, ...terms }
    const report = await own.validateDocument({
      document: bytesSource(signed),
      contents: [],
      trust: { ...noTrust, ...lists, datedAnchors: [anchor] },
      at: now,
    })
    return `${report.indication} ${report.signatures[0]?.lane}`
  }
  expect(await judged({})).toBe('TOTAL_PASSED imported')
  expect(await judged({ lane: 'own' })).toBe('TOTAL_PASSED own')
  expect(await judged({ purposes: ['timestamping'] })).toBe('INDETERMINATE null')
  expect(await judged({ until: new Date('2001-01-01T00:00:00Z') })).toContain('INDETERMINATE')
  await own.close()
})

const unlimited = { purposes: undefined, from: undefined, until: undefined }

test('an inspector that takes more memory than its limit is ended for it, and nobody waits for its answer', async () => {
  const process = startBombs()
  const inspectors = openInspectors(async () => process, { ...budget, inspectors: 1 })
  await expect(validate(inspectors, document('buffers'))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  expect(await process.ended).toBe('memory')
  await inspectors.close()
})

describe('the time limit of a document', () => {
  const limitMs = 1000
  /** An inspector that reads the document once, in this process. */
  function reading(): Inspectors {
    const start = async (): Promise<InspectorProcess> => {
      const [ours, theirs] = duplexPair()
      const ended = serveInspections(theirs, async (_header, [source]) => {
        await source?.read(0, source.size)
        return { value: emptyReport, blobs: [] }
      }).then(() => 'ended' as const)
      return { socket: ours, kill: () => theirs.destroy(), ended }
    }
    return openInspectors(start, { ...budget, largeMs: limitMs })
  }
  const sourceThat = (read: ByteSource['read']): ByteSource => ({ size: 2 << 20, read })

  test('does not run while the office fetches its octets', async () => {
    const inspectors = reading()
    const slow = sourceThat(async (start, end) => {
      await new Promise((resolve) => setTimeout(resolve, limitMs * 0.75))
      return new Uint8Array(end - start)
    })
    expect(await validate(inspectors, slow)).toMatchObject({ integrity: 'unsigned' })
    await inspectors.close()
  })

  test('ends nevertheless when four times as long has passed', async () => {
    const inspectors = reading()
    const never = sourceThat(() => new Promise(() => undefined))
    await expect(validate(inspectors, never)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await inspectors.close()
  })
})

const emptyReport = {
  indication: 'INDETERMINATE',
  integrity: 'unsigned',
  format: null,
  policy: { name: 'test', version: '1' },
  validationTime: '2026-01-01T00:00:00.000Z',
  signatures: [],
  reasons: [],
}

test('more documents than may wait are BUSY, and what waits is told when it closes', async () => {
  const inspectors = openInspectors(() => new Promise(() => undefined), { ...budget, maxWaiting: 3 })
  const waiting = Promise.allSettled(Array.from({ length: 3 }, () => validate(inspectors, document('fine'))))
  await expect(validate(inspectors, document('fine'))).rejects.toMatchObject({
    code: 'BUSY',
    retryable: true,
  })
  await inspectors.close()
  for (const result of await waiting) expect(result).toMatchObject({ reason: { code: 'SHUTTING_DOWN' } })
})

test('garbage from an inspector never crashes the gateway: an error, and another inspector', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 5, maxLength: 100 }),
      fc.constantFrom(64, 65, 66, 67, 99),
      async (garbage, type) => {
        const inspectors = openInspectors(
          async () => {
            const [ours, theirs] = duplexPair()
            const ended = Promise.withResolvers<'killed'>()
            theirs.on('error', () => undefined)
            // Ready, and then nonsense at every word.
            theirs.write(Uint8Array.of(0, 0, 0, 5, 64, 0, 0, 0, 0))
            theirs.once('data', () => {
              const header = Buffer.alloc(9)
              header.writeUInt32BE(5 + garbage.length)
              header[4] = type
              header[8] = 1
              theirs.write(Buffer.concat([header, garbage]))
              theirs.end()
            })
            return {
              socket: ours,
              kill: () => {
                theirs.destroy()
                ended.resolve('killed')
              },
              ended: ended.promise,
            }
          },
          { ...budget, smallMs: 300 },
        )
        const outcome = await validate(inspectors, document('fine')).then(
          () => 'answered',
          () => 'refused',
        )
        expect(outcome).toBe('refused')
        await inspectors.close()
      },
    ),
    { numRuns: 60, endOnFailure: true },
  )
})
