// The issuer's name as version 1 of XAdES writes it: a string after RFC 2253 or 4514, by many hands (TS 101 903 §7.2.2).

import { fromHex, toHex } from '../../bytes.ts'
import { type AttributeTypeFacts, attributeTypes } from '../x509/distinguished-name.ts'
import type { Name } from '../x509/name.ts'

/**
 * Whether `text` names `issuer`, by attribute types and values without regard to case, spacing and order of writing.
 *
 * @returns undefined when the string uses a keyword or form that cannot be compared.
 */
export function namesIssuer(text: string, issuer: Name): boolean | undefined {
  const written = attributesOf(text)
  if (written === undefined) return undefined
  const own = issuer.relativeNames.flat().map(({ type, der, text: value }) => ({
    type,
    value: value === undefined ? undefined : tidy(value),
    hex: toHex(der),
  }))
  if (written.length !== own.length) return false
  return written.every(({ type, value }) => {
    const at = own.findIndex(
      (one) =>
        one.type === type && (value.startsWith('#') ? one.hex === value.slice(1) : one.value === value),
    )
    if (at >= 0) own.splice(at, 1)
    return at >= 0
  })
}

const facts: Readonly<Record<string, AttributeTypeFacts>> = attributeTypes

/** Keywords in use besides those of RFC 4514. */
const otherKeywords: Readonly<Record<string, string>> = {
  e: attributeTypes.emailAddress.oid,
  email: attributeTypes.emailAddress.oid,
  s: attributeTypes.ST.oid,
  sp: attributeTypes.ST.oid,
  t: attributeTypes.title.oid,
  surname: attributeTypes.SN.oid,
  givenname: attributeTypes.GN.oid,
  g: attributeTypes.GN.oid,
}

const oidsByKeyword = new Map<string, string>([
  ...Object.entries(facts).map(([keyword, { oid }]): [string, string] => [keyword.toLowerCase(), oid]),
  ...Object.entries(otherKeywords),
])

const charactersLimit = 4000

function attributesOf(text: string): { readonly type: string; readonly value: string }[] | undefined {
  if (text.length > charactersLimit) return undefined
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === '\\') {
      part += text.slice(i, i + 2)
      i++
    } else if (character === '"') quoted = !quoted
    else if (!quoted && /[,;+]/.test(character)) {
      parts.push(part)
      part = ''
    } else part += character
  }
  parts.push(part)
  const attributes: { type: string; value: string }[] = []
  for (const one of parts) {
    const match = /^\s*(?:oid\.)?([A-Za-z0-9.]+)\s*=([\s\S]*)$/i.exec(one)
    if (match === null) return undefined
    const keyword = (match[1] ?? '').toLowerCase()
    const type = /^\d+(\.\d+)+$/.test(keyword) ? keyword : oidsByKeyword.get(keyword)
    if (type === undefined) return undefined
    const value = (match[2] ?? '').trim()
    attributes.push({
      type,
      value: /^#([0-9a-f]{2})+$/i.test(value) ? value.toLowerCase() : tidy(unescaped(value)),
    })
  }
  return attributes
}

function unescaped(value: string): string {
  return value.replace(/(?:\\[0-9a-fA-F]{2})+|\\([\s\S])/g, (escaped, character: string | undefined) =>
    character === undefined
      ? new TextDecoder().decode(fromHex(escaped.replaceAll('\\', '')) ?? new Uint8Array(0))
      : character,
  )
}

function tidy(value: string): string {
  return value.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
}
