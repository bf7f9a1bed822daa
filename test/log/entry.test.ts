import { expect, test } from 'vitest'
import { type AuditEntry, entryText, entryTexts } from '../../src/log/entry.ts'

const entry: AuditEntry = {
  id: '0199c484-0000-7000-8000-000000000001',
  at: '2026-11-22T07:00:00.000Z',
  requestId: 'request',
  caller: { kind: 'application', tokenId: 'token', applicationId: 'application' },
  operation: 'sign',
  outcome: 'done',
  unitId: 'unit',
  keyId: 'key',
  keyVersion: 2,
  algorithm: 'ecdsa-p256',
  toBeSignedSha256: 'aa',
  signatureSha256: 'bb',
  details: { z: 'last', a: '“quoted” "so"\\\u0000' },
}

test('an entry is JSON with its members in alphabetical order, at every level', () => {
  expect(entryText(entry)).toBe(
    '{"algorithm":"ecdsa-p256","at":"2026-11-22T07:00:00.000Z",' +
      '"caller":{"applicationId":"application","kind":"application","tokenId":"token"},' +
      '"details":{"a":"“quoted” \\"so\\"\\\\\\u0000","z":"last"},' +
      '"id":"0199c484-0000-7000-8000-000000000001","keyId":"key","keyVersion":2,"operation":"sign",' +
      '"outcome":"done","requestId":"request","signatureSha256":"bb","toBeSignedSha256":"aa","unitId":"unit"}',
  )
  const bare = { ...entry, caller: { kind: 'service' }, details: {}, keyVersion: null, unitId: null } as const
  expect(JSON.parse(entryText(bare))).toEqual(bare)
})

test('entries of one call have the texts that each would have alone, whatever they differ in', () => {
  const others: readonly Partial<AuditEntry>[] = [
    { id: 'other', toBeSignedSha256: null, signatureSha256: 'cc' },
    { details: {} },
    { at: '2026-11-22T07:00:01.000Z' },
    { requestId: 'other' },
    { caller: { kind: 'anonymous' } },
    { operation: 'other' },
    { outcome: 'failed' },
    { unitId: null },
    { keyId: null },
    { keyVersion: null },
    { algorithm: null },
  ]
  const entries = others.map((facts) => ({ ...entry, ...facts }))
  for (const some of [entries, entries.slice(0, 2), ...entries.map((other) => [entry, other])])
    expect(entryTexts(some)).toEqual(some.map(entryText))
  expect(entryTexts([])).toEqual([])
})
