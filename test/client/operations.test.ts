// What the client sends is what the schema has.

import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { operations } from '../../src/client/operations.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

describe('the operations of the client', () => {
  test.each(Object.values(operations).map((operation) => [operation.name, operation] as const))(
    '%s fits the schema',
    (_name, operation) => {
      expect(validate(schema, parse(operation.text))).toEqual([])
    },
  )

  test('cover every journey of the schema', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    )
    // `node` finds any object by its id; the client has a typed lookup for each instead.
    expect(Object.keys(operations).sort()).toEqual(roots.filter((name) => name !== 'node').sort())
  })

  test('are repeated only when they read, or when their input has an idempotency key', () => {
    for (const { name, kind, repeatable } of Object.values(operations)) {
      const input = schema.getType(`${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`)
      const hasKey = input !== undefined && 'getFields' in input && 'idempotencyKey' in input.getFields()
      expect([name, repeatable]).toEqual([name, kind === 'query' || hasKey])
    }
  })
})
