// Which media type an answer has (GraphQL over HTTP §6.1; Accept by RFC 9110 §12.5.1).

import { RequestError } from '../http/errors.ts'

const responseTypes = ['application/json', 'application/graphql-response+json'] as const
export type ResponseType = (typeof responseTypes)[number]

/**
 * Without preference it is `application/json`, as old clients expect.
 *
 * @throws RequestError 406 when the client takes neither.
 */
export function responseTypeFor(accept: string | undefined): ResponseType {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json'
  if (accept !== last?.accept) last = { accept, type: preferred(accept) }
  return last.type
}

/** Programs ask for the same with every request. */
let last: { readonly accept: string; readonly type: ResponseType } | undefined

function preferred(accept: string): ResponseType {
  let best: { readonly type: ResponseType; readonly quality: number } | undefined
  for (const range of accept.split(',')) {
    const [media = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    if (
      parameters.some(
        (parameter) => parameter.startsWith('charset=') && !/^charset="?utf-?8"?$/.test(parameter),
      )
    )
      continue
    const quality = qualityOf(parameters)
    const type = responseTypes.find(
      (candidate) => media === candidate || media === '*/*' || media === 'application/*',
    )
    if (type !== undefined && quality > 0 && (best === undefined || quality > best.quality))
      best = { type, quality }
  }
  if (best === undefined)
    throw new RequestError(406, 'BAD_REQUEST', `the answer is one of ${responseTypes.join(', ')}`)
  return best.type
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = given === undefined ? 1 : Number(given.slice(2))
  return Number.isNaN(quality) ? 0 : quality
}
