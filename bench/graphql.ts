// Prepared GraphQL requests, as an application would send them, and a cheap look at each answer.

import { operations } from '../src/client/operations.ts'
import { postRequest } from './load.ts'
import type { Office } from './office.ts'

type Name = keyof typeof operations

/** @returns the whole HTTP request. Bytes in `variables` go as Base64. @param query other than our client's. */
export function graphqlRequest(
  office: Office,
  name: Name,
  variables: object,
  query: string = operations[name].text,
): Buffer {
  const body = JSON.stringify({ query, operationName: name, variables }, wireValue)
  return postRequest('/graphql', graphqlHeaders(office), body)
}

// `this` is the holder: a Buffer has turned itself into JSON before `value` is passed.
function wireValue(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const held = this[name]
  return held instanceof Uint8Array ? Buffer.from(held).toString('base64') : value
}

function graphqlHeaders(office: Office): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    authorization: `Bearer ${office.token}`,
  }
}

/**
 * A check of answers that looks for what only a success holds, and at errors of items in batches.
 *
 * @param sign of success, in every good answer.
 */
export function expecting(sign: string): (body: Buffer) => void {
  return (body) => {
    if (body.includes(sign) && !body.includes('"errors"') && !body.includes('"code"')) return
    throw new Error(`not what was asked for: ${body.toString('utf8', 0, 500)}`)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire; a path that reads too much fails.
export function dataOf(body: Buffer): any {
  return JSON.parse(body.toString('utf8')).data
}
