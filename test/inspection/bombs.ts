// An inspector whose documents do harm: the first octets of a document say which.

import { Socket } from 'node:net'
import { ServiceError } from '../../src/errors.ts'
import { serveInspections } from '../../src/inspection/session.ts'

const report = {
  indication: 'INDETERMINATE',
  integrity: 'unsigned',
  format: null,
  policy: { name: 'test', version: '1' },
  validationTime: '2026-01-01T00:00:00.000Z',
  signatures: [],
  reasons: [],
}

const bombs: Readonly<Record<string, () => unknown>> = {
  fine: () => report,
  loop: () => {
    for (;;);
  },
  sleep: () => new Promise(() => undefined),
  buffers: () => {
    const held: Buffer[] = []
    for (;;) held.push(Buffer.alloc(1 << 20, 1))
  },
  heap: () => {
    const held: object[] = []
    for (;;) held.push({ next: held.length, text: `item ${held.length}` })
  },
  stack: () => {
    const deeper = (n: number): number => deeper(n + 1) + 1
    return deeper(0)
  },
  crash: () => process.abort(),
  exit: () => process.exit(1),
  throw: () => {
    throw new TypeError('a bug of ours')
  },
  refuse: () => {
    throw new ServiceError('MALFORMED_PDF', 'the file is no PDF')
  },
  lie: () => ({ ...report, indication: 'TOTALLY_PASSED' }),
}

await serveInspections(
  new Socket({ fd: 3, readable: true, writable: true }),
  async (_header, [document], trust) => {
    if (document === undefined) throw new Error('no document')
    const name = Buffer.from(await document.read(0, Math.min(8, document.size)))
      .toString('latin1')
      .trim()
    if (name === 'read') {
      // All of it, in small pieces and large ones: what comes must be what was sent.
      let sum = 0
      for (let at = 0; at < document.size; at += 300_000) {
        const end = Math.min(document.size, at + 300_000)
        const large = await document.read(at, end)
        const small = await document.read(at, Math.min(end, at + 1000))
        if (Buffer.compare(large.subarray(0, small.length), small) !== 0) throw new Error('two reads differ')
        for (const octet of large) sum = (sum * 31 + octet) % 1_000_003
      }
      return { value: { ...report, reasons: [{ code: 'SUM', text: String(sum) }] }, blobs: [] }
    }
    if (name === 'trust') {
      const text = [trust.anchors, trust.intermediates, trust.crls, trust.ocsps]
        .map((list) => list.map((item) => Buffer.from(item).toString('latin1')).join(','))
        .join(';')
      return { value: { ...report, reasons: [{ code: 'TRUST', text }] }, blobs: [] }
    }
    return { value: await bombs[name]?.(), blobs: [] }
  },
)
process.exit(0)
