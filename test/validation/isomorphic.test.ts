// Validation on a browser's primitives: the same verdicts as in Node. #primitives is resolved as a browser resolves it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { signatureAlgorithmNames } from '../../src/crypto/algorithms.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { ask, cades, daysFromNow, makeOffice, pades } from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'

vi.mock('#primitives', () => import('../../src/crypto/primitives-web.ts'))

const content = utf8('Thông báo số 12')

describe('validation in a browser', () => {
  it('really runs on the primitives of a browser', async () => {
    expect(await import('#primitives')).toMatchObject(await import('../../src/crypto/primitives-web.ts'))
  })

  it.each(signatureAlgorithmNames)('passes and fails signatures with %s as Node does', async (algorithm) => {
    const { pki, trust } = await makeOffice({ algorithm })
    const signed = await pades(pki, makePdf('table'), { genTime: daysFromNow(-1) })
    expect(await validateDocument(ask(signed, trust))).toMatchObject({
      indication: 'TOTAL_PASSED',
      integrity: 'intact',
    })
    const detached = await cades(pki, content, { detached: true })
    const right = await validateDocument(ask(detached, trust, { content }))
    const wrong = await validateDocument(ask(detached, trust, { content: utf8('Thông báo số 13') }))
    expect([right.indication, right.integrity]).toEqual(['TOTAL_PASSED', 'intact'])
    expect([wrong.indication, wrong.integrity]).toEqual(['TOTAL_FAILED', 'broken'])
  })

  it('needs nothing of Node in the rooms that a browser loads', () => {
    for (const room of ['validation', 'formats', 'crypto']) {
      const folder = join(import.meta.dirname, '../../src', room)
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || /^(primitives|encryption)-node\.ts$/.test(file)) continue
        expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(
          /from 'node:|\bBuffer\b|\bprocess\.\w/,
        )
      }
    }
  })
})
