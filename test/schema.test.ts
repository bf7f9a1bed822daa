// The contract: schema.graphql says what every part means, the server serves exactly it, and nothing leaves it silently.

import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { executeCodegen } from '@graphql-codegen/cli'
import {
  assertValidSchema,
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import codegen, { withTypeExports } from '../codegen.ts'
import { accessOf, accessTable } from '../src/api/graphql/access.ts'
import { enums } from '../src/api/graphql/enums.ts'
import { loadSchema, resolvers, typeDefs } from '../src/api/graphql/schema.ts'

const contract = buildSchema(typeDefs)
const served = loadSchema()

/** Named types of our own: neither graphql's nor built in. */
function ownTypes(schema: GraphQLSchema): readonly GraphQLNamedType[] {
  const builtIn = new Set(['ID', 'String', 'Int', 'Float', 'Boolean'])
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !builtIn.has(name))
}

describe('schema.graphql', () => {
  test('is a valid schema', () => {
    assertValidSchema(contract)
  })

  test('describes every type, field, argument and value in a sentence', () => {
    const undescribed: string[] = []
    const check = (name: string, description: string | null | undefined): void => {
      if (!/^[A-Z0-9`].*[.]$/s.test(description ?? '')) undescribed.push(name)
    }
    for (const type of ownTypes(contract)) {
      check(type.name, type.description)
      if (isEnumType(type))
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description)
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          check(`${type.name}.${field.name}`, field.description)
          for (const argument of field.args)
            check(`${type.name}.${field.name}(${argument.name})`, argument.description)
        }
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          check(`${type.name}.${field.name}`, field.description)
      }
    }
    expect(undescribed).toEqual([])
  })

  test('gives every mutation one input and a payload of its own', () => {
    for (const field of Object.values(contract.getMutationType()?.getFields() ?? {})) {
      const capital = field.name.slice(0, 1).toUpperCase() + field.name.slice(1)
      expect(field.args.map(({ name, type }) => `${name}: ${type}`)).toEqual([`input: ${capital}Input!`])
      expect(String(field.type)).toBe(`${capital}Payload!`)
    }
  })

  test('is what the server serves, word for word', () => {
    expect(printSchema(lexicographicSortSchema(served))).toBe(printSchema(lexicographicSortSchema(contract)))
  })

  test('has resolvers for every root field, and none for what it does not have', () => {
    expect(Object.keys(resolvers.Query).sort()).toEqual(
      Object.keys(contract.getQueryType()?.getFields() ?? {}).sort(),
    )
    expect(Object.keys(resolvers.Mutation).sort()).toEqual(
      Object.keys(contract.getMutationType()?.getFields() ?? {}).sort(),
    )
  })

  test('has a word of the house for every enum value that is spelled otherwise inside', () => {
    const typedInside = codegen.generates['src/api/graphql/schema.generated.ts'].config.enumValues
    expect(Object.keys(enums).sort()).toEqual(Object.keys(typedInside).sort())
    for (const [name, values] of Object.entries(enums)) {
      const type = contract.getType(name)
      expect(
        isEnumType(type)
          ? type
              .getValues()
              .map((value) => value.name)
              .sort()
          : name,
      ).toEqual(Object.keys(values).sort())
    }
  })
})

describe('journeys', () => {
  test('have one file each, named as the mutation, which exports it', () => {
    const files = globSync('src/operations/**/*.ts')
    const homeless = Object.keys(contract.getMutationType()?.getFields() ?? {}).filter((mutation) => {
      const name = `${mutation.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}.ts`
      const exported = new RegExp(`^export (?:async function|function|const) ${mutation}\\b`, 'm')
      return !files.some((file) => basename(file) === name && exported.test(readFileSync(file, 'utf8')))
    })
    expect(homeless).toEqual([])
  })
})

describe('the access table', () => {
  test('classifies every field, and refuses one that nobody classified', () => {
    for (const type of ownTypes(contract)) {
      if (!isObjectType(type)) continue
      for (const field of Object.keys(type.getFields())) {
        expect(['anonymous', 'known'], `${type.name}.${field}`).toContain(accessOf(type.name, field))
      }
    }
    expect(() => accessOf('Query', 'everything')).toThrow('Query.everything is not in the access table')
  })

  test('names the root fields one by one, so that a new one is a decision', () => {
    for (const root of ['Query', 'Mutation']) {
      expect(Object.keys(accessTable[root] ?? {}).sort()).toEqual(
        Object.keys(root === 'Query' ? resolvers.Query : resolvers.Mutation).sort(),
      )
    }
  })

  test('names nothing that the schema does not have', () => {
    for (const [name, fields] of Object.entries(accessTable)) {
      const type = contract.getType(name)
      for (const field of Object.keys(fields)) {
        expect(field === '*' || (isObjectType(type) && field in type.getFields()), `${name}.${field}`).toBe(
          true,
        )
      }
      expect(isObjectType(type), name).toBe(true)
    }
  })

  test('opens no mutation to anonymous callers', () => {
    expect(Object.values(accessTable['Mutation'] ?? {}).every((access) => access === 'known')).toBe(true)
  })
})

/** Mutations that take no idempotencyKey, with what makes one needless. */
const withoutKey: Readonly<Record<string, readonly string[]>> = {
  'ends something for ever: once more changes nothing': [
    'unlinkSubject',
    'distrustWorkload',
    'revokePasskey',
    'revokeSession',
    'revokeCertificate',
    'disablePerson',
    'revokeGrant',
    'revokeToken',
  ],
  'stores nothing but the entry of each use, and tells nothing that a second answer could not': [
    'exportKey',
    'prepareSignature',
    'openEnvelope',
    'rewrapEnvelope',
    'timestamp',
    'sign',
    'encrypt',
    'decrypt',
    'rewrap',
    'generateDataKey',
    'mac',
    'verifyMac',
    'reportIncident',
  ],
  'decides on something that is there, which is its own key': [
    'resign',
    'approve',
    'reject',
    'execute',
    'breakGlass',
    'acceptLog',
  ],
  'is one of several acts, each with its own input and key': ['propose'],
}

describe('mutations', () => {
  const keyed = (type: unknown) => isInputObjectType(type) && 'idempotencyKey' in type.getFields()
  const inputs = new Map(
    Object.values(contract.getMutationType()?.getFields() ?? {}).map(({ name, args: [input] }) => [
      name,
      getNullableType(input?.type),
    ]),
  )

  test('take an idempotencyKey, but for those that need none', () => {
    const without = [...inputs].filter(([, input]) => !keyed(input)).map(([name]) => name)
    expect(without.sort()).toEqual(Object.values(withoutKey).flat().sort())
  })

  test('that propose take the key with the act, but for an export, of which a second proposal runs out unused', () => {
    const input = inputs.get('propose')
    const acts = isInputObjectType(input) ? Object.values(input.getFields()) : []
    expect(acts.filter(({ type }) => !keyed(type)).map(({ name }) => name)).toEqual(['exportKey'])
  })
})

describe('generated types', () => {
  test('are those of the schema: run `npm run generate` after a change', async () => {
    const { result } = await executeCodegen({ ...codegen, silent: true })
    expect(result.map(({ filename }) => filename).sort()).toEqual(Object.keys(codegen.generates).sort())
    for (const { filename, content } of result) {
      const made = withTypeExports(filename, content).trim()
      expect(readFileSync(filename, 'utf8').trim() === made, `${filename} is out of date`).toBe(true)
    }
  })
})

describe('compatibility', () => {
  const released = lastRelease()

  test.skipIf(released === undefined)(
    'removes nothing that the last release had without deprecating it first',
    () => {
      if (released === undefined) return
      const old = buildSchema(released)
      const breaking = findBreakingChanges(old, contract).filter(({ description }) => {
        const [, type = '', field = ''] = /^(\w+)\.(\w+) was removed/.exec(description) ?? []
        const owner = old.getType(type)
        return !(isObjectType(owner) && owner.getFields()[field]?.deprecationReason != null)
      })
      expect(breaking.map(({ description }) => description)).toEqual([])
    },
  )

  test('is guarded by a check that finds a removed field', () => {
    const without = buildSchema(
      typeDefs.replace(/^ {2}"The newest signed checkpoint.*\n {2}checkpoint: Checkpoint$/m, ''),
    )
    expect(findBreakingChanges(contract, without).map(({ description }) => description)).toEqual([
      'Query.checkpoint was removed.',
    ])
  })
})

/** schema.graphql of the newest release tag; undefined before the first release and outside a clone. */
function lastRelease(): string | undefined {
  const git = (...arguments_: readonly string[]): string | undefined => {
    try {
      return execFileSync('git', arguments_, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    } catch {
      return undefined
    }
  }
  const tag = git('describe', '--tags', '--match', 'v*', '--abbrev=0')?.trim()
  return tag === undefined ? undefined : git('show', `${tag}:schema.graphql`)
}
