// Strict JSON (RFC 8259, I-JSON RFC 7493): what two parsers could read in two ways is refused. JSON.parse takes the last
// of two members with one name, where another parser takes the first: a signature over both is a forgery.

import { ServiceError } from '../../errors.ts'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
/** A Map, so that `__proto__` is a name like any other. */
export type JsonObject = ReadonlyMap<string, JsonValue>

const limits = { depth: 32, values: 200_000, numberCharacters: 40 } as const

export function malformedJson(message: string, cause?: unknown): ServiceError {
  return new ServiceError('MALFORMED_DOCUMENT', message, { cause })
}

/**
 * @param name of what is read, for messages.
 * @throws ServiceError `MALFORMED_DOCUMENT` for what is no UTF-8, no JSON, has a member twice or a lone surrogate;
 *   `LIMIT_EXCEEDED` for more than 32 levels or 200,000 values.
 */
export function parseJson(name: string, octets: Uint8Array): JsonValue {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch (error) {
    throw malformedJson(`${name} is no UTF-8`, error)
  }
  return new Parser(name, text).run()
}

/** @throws as `parseJson`, and `MALFORMED_DOCUMENT` for anything but an object. */
export function parseJsonObject(name: string, octets: Uint8Array): JsonObject {
  const value = parseJson(name, octets)
  if (!isJsonObject(value)) throw malformedJson(`${name} is no JSON object`)
  return value
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

const space = /[ \t\n\r]*/y
/** No run of it can be matched in two ways, so it takes no more than one pass. */
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

class Parser {
  readonly #name: string
  readonly #text: string
  #at = 0
  #values = 0

  constructor(name: string, text: string) {
    this.#name = name
    this.#text = text
  }

  run(): JsonValue {
    const value = this.#value(0)
    this.#skip()
    if (this.#at !== this.#text.length) throw this.#wrong('something follows its end')
    return value
  }

  #value(depth: number): JsonValue {
    if (depth > limits.depth) throw this.#exceeded(`has more than ${limits.depth} levels`)
    if (++this.#values > limits.values) throw this.#exceeded(`has more than ${limits.values} values`)
    this.#skip()
    const start = this.#text[this.#at]
    if (start === '{') return this.#object(depth)
    if (start === '[') return this.#array(depth)
    if (start === '"') return this.#string()
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    }
    return this.#number()
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>()
    this.#at++
    if (this.#takes('}')) return members
    do {
      this.#skip()
      if (this.#text[this.#at] !== '"') throw this.#wrong('a member has no name')
      const name = this.#string()
      if (members.has(name))
        throw this.#wrong(`the member ${JSON.stringify(name.slice(0, 100))} occurs twice`)
      if (!this.#takes(':')) throw this.#wrong('a member has no value')
      members.set(name, this.#value(depth + 1))
    } while (this.#takes(','))
    if (!this.#takes('}')) throw this.#wrong('an object does not end')
    return members
  }

  #array(depth: number): readonly JsonValue[] {
    const values: JsonValue[] = []
    this.#at++
    if (this.#takes(']')) return values
    do values.push(this.#value(depth + 1))
    while (this.#takes(','))
    if (!this.#takes(']')) throw this.#wrong('an array does not end')
    return values
  }

  #string(): string {
    const parts: string[] = []
    let from = ++this.#at
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(code)) throw this.#wrong('a string does not end')
      if (code < 0x20) throw this.#wrong('a string holds a control character')
      if (code === 0x22) break
      if (code !== 0x5c) {
        this.#at++
        continue
      }
      parts.push(this.#text.slice(from, this.#at), this.#escape())
      from = this.#at
    }
    parts.push(this.#text.slice(from, this.#at++))
    const text = parts.join('')
    if (!text.isWellFormed()) throw this.#wrong('a string holds half a character')
    return text
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? ''
    if (letter !== 'u') {
      this.#at += 2
      return escapes.get(letter) ?? this.#fail('a string holds an unknown escape')
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#wrong('a string holds an unknown escape')
    this.#at += 6
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #number(): number {
    number.lastIndex = this.#at
    const [digits] = number.exec(this.#text) ?? this.#fail('a value is none of JSON')
    if (digits.length > limits.numberCharacters) throw this.#exceeded('has a number of too many digits')
    const value = Number(digits)
    if (!Number.isFinite(value)) throw this.#wrong('a number is too large')
    this.#at += digits.length
    return value
  }

  #takes(character: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #skip(): void {
    space.lastIndex = this.#at
    space.test(this.#text)
    this.#at = space.lastIndex
  }

  #fail(why: string): never {
    throw this.#wrong(why)
  }

  #wrong(why: string): ServiceError {
    return malformedJson(`${this.#name} is malformed at character ${this.#at}: ${why}`)
  }

  #exceeded(why: string): ServiceError {
    return new ServiceError('LIMIT_EXCEEDED', `${this.#name} ${why}`)
  }
}
