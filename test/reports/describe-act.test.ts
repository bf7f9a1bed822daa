// What an approver reads before the passkey signs: made of the very text, in both languages, for every act that there is.

import { describe, expect, test } from 'vitest'
import { type Act, canonicalAct } from '../../src/policy/approvals.ts'
import { proposableActs } from '../../src/registry/proposal.ts'
import { describeAct } from '../../src/reports/describe-act.ts'

function described(act: Act['act'], parameters: Act['parameters'], names: Record<string, string> = {}) {
  const canonical = canonicalAct({
    act,
    unitId: 'unit',
    parameters,
    officeId: 'office',
    proposalId: 'proposal',
    expiresAt: new Date('2026-11-30T00:00:00Z'),
    names,
  })
  return { en: describeAct(canonical, 'en'), vi: describeAct(canonical, 'vi') }
}

test.each(proposableActs)('%s has words in both languages', (act) => {
  const { en, vi } = described(act, {})
  for (const { title } of [en, vi]) expect(title).not.toContain(act)
  expect(en.title).not.toBe(vi.title)
})

describe('a change of custodians', () => {
  const parameters = {
    before: 'shares 00ff',
    custody: 'shares',
    threshold: 2,
    custodians: ['An', 'Chi', 'Dũng'],
  }

  test('names how many open the root key, who they are, and what it takes the place of', () => {
    const { en, vi } = described('changeCustody', parameters)
    expect(en.title).toBe('Have the root key of the office opened by 2 of 3 custodians together')
    expect(vi.title).toBe('Đổi cách mở khóa gốc của cơ quan: 2 trong 3 người giữ khóa cùng mở')
    expect(en.warning).toContain('no more')
    expect(en.facts).toEqual([
      { label: 'custodians', value: 'An, Chi, Dũng' },
      { label: 'in the place of', value: 'shares 00ff' },
    ])
  })

  test('says when a passphrase or an HSM opens it', () => {
    const wanted = { ...parameters, custody: 'hsm', threshold: null, custodians: [] }
    expect(described('changeCustody', wanted).en.title).toContain('opened by a key of the HSM')
    expect(described('changeCustody', { ...wanted, custody: 'passphrase' }).vi.title).toContain(
      'cụm mật khẩu',
    )
  })
})

test('a rotation names the root key that it makes, and the one after which it comes', () => {
  const { en, vi } = described('rotateRootKey', { before: 'c0ffee', generation: 3 })
  expect(en.title).toBe('Make root key number 3 of the office')
  expect(vi.title).toBe('Tạo khóa gốc thứ 3 của cơ quan')
  expect(en.facts).toEqual([{ label: 'in the place of', value: 'c0ffee' }])
})

test('a trust anchor is named by its subject and digest, with what it may vouch for', () => {
  const { vi } = described(
    'addTrustAnchor',
    {
      certificate: 'MA==',
      purposes: ['timestamping'],
      trustedFrom: null,
      trustedUntil: '2031-01-01T00:00:00.000Z',
    },
    { subject: 'CN=Bộ Nội vụ', certificateSha256: 'ab12' },
  )
  expect(vi.title).toBe('Tin cậy tổ chức chứng thực CN=Bộ Nội vụ')
  expect(vi.facts.map(({ value }) => value)).toEqual([
    'CN=Bộ Nội vụ',
    'ab12',
    'timestamping',
    '2031-01-01T00:00:00.000Z',
  ])
})
