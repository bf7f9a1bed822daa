import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { secretBytes } from '../../src/keys/secret-bytes.ts'

const bytes = () => Buffer.from('c0ffee00c0ffee00', 'hex')

test('secret bytes do not show themselves in logs, errors or JSON', () => {
  const secret = secretBytes(bytes())
  const shown = [
    inspect(secret),
    inspect({ secret }, { depth: 9, showHidden: true }),
    `${secret}`,
    JSON.stringify({ secret }),
  ]
  for (const text of shown) {
    expect(text).toContain('[secret bytes]')
    expect(text).not.toMatch(/c0|ff|192|255/i)
  }
  expect(Object.keys(secret)).toEqual([])
})

test('secret bytes are zeroed when their scope ends, and cannot be used afterwards', () => {
  const octets = bytes()
  let kept: ReturnType<typeof secretBytes>
  {
    using secret = secretBytes(octets)
    kept = secret
    expect(secret.dangerouslyRevealBytes()).toBe(octets)
  }
  expect([...octets]).toEqual(Array(8).fill(0))
  expect(() => kept.dangerouslyRevealBytes()).toThrow('disposed')
})
