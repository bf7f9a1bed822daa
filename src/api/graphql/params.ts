// What a GraphQL request asks (GraphQL over HTTP §5): strict JSON, one request, no member that we do not know.

import { RequestError } from '../http/errors.ts'
import { parseWithLongBase64 } from './long-base64.ts'

export interface Params {
  readonly query: string
  readonly variables?: Record<string, unknown>
  readonly operationName?: string
}

const members: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions'])

/** @throws RequestError 400, naming the member and never its value. */
export function parseParams(body: Uint8Array): Params {
  const value = parseJson(body)
  if (Array.isArray(value)) throw refused('the body holds several requests; one is allowed')
  if (!isObject(value)) throw refused('the body is not a JSON object')
  return paramsOf(value)
}

/**
 * The same in the address of a GET: `variables` and `extensions` are JSON there (GraphQL over HTTP §5.3).
 *
 * @throws RequestError as `parseParams`.
 */
export function paramsOfUrl(given: URLSearchParams): Params {
  const value: Record<string, unknown> = {}
  for (const [name, text] of given) {
    if (Object.hasOwn(value, name)) throw refused('a parameter stands in the address twice')
    value[name] = name === 'variables' || name === 'extensions' ? parsed(text) : text
  }
  return paramsOf(value)
}

function paramsOf(value: Record<string, unknown>): Params {
  for (const name of Object.keys(value)) {
    if (!members.has(name))
      throw refused('the request has a member other than query, variables, operationName, extensions')
  }
  const { query, variables, operationName, extensions } = value
  if (typeof query !== 'string') throw refused('query is not a string')
  if (!isAbsent(variables) && !isObject(variables)) throw refused('variables is not an object')
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    throw refused('operationName is not a string')
  if (!isAbsent(extensions) && !isObject(extensions)) throw refused('extensions is not an object')
  return {
    query,
    ...(isAbsent(variables) ? {} : { variables }),
    ...(isAbsent(operationName) ? {} : { operationName }),
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return parseWithLongBase64(body)
  } catch (error) {
    throw error instanceof TypeError ? refused('the body is not UTF-8') : notJson()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notJson()
  }
}

/** The parser's own message quotes the text. */
function notJson(): RequestError {
  return refused('the request is not JSON')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function refused(message: string): RequestError {
  return new RequestError(400, 'BAD_REQUEST', message)
}
