// Moments as they come in: exact, and in years that everything which writes them can read again.

import { expect, test } from 'vitest'
import { DateTime } from '../../../src/api/graphql/scalars.ts'

test.each(['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+00:01'])(
  'refuses %s, whose offset leads out of the years of four digits',
  (text) => {
    expect(() => DateTime.parseValue(text)).toThrow('not a moment such as')
  },
)

test('takes an offset', () => {
  expect(DateTime.parseValue('9999-12-31T23:59:59+01:00')).toEqual(new Date('9999-12-31T22:59:59Z'))
})
