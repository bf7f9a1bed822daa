// Parts of a distinguished name for people: common name, organisation and its units (RFC 4514 strings).

export interface NameParts {
  /** The common name, or the whole name when there is none. */
  readonly common: string
  /** Units and organisation, the smallest first; empty when the name has none. */
  readonly organisation: readonly string[]
}

export function nameParts(name: string): NameParts {
  const attributes = attributesOf(name)
  const valuesOf = (type: string) => attributes.filter((one) => one.type === type).map(({ value }) => value)
  return {
    common: valuesOf('CN')[0] ?? valuesOf('OU')[0] ?? valuesOf('O')[0] ?? name,
    organisation: [...valuesOf('OU'), ...valuesOf('O')],
  }
}

function attributesOf(name: string): readonly { readonly type: string; readonly value: string }[] {
  const found: { type: string; value: string }[] = []
  for (const [, type = '', value = ''] of name.matchAll(/(?:^|[,+])\s*([A-Za-z][\w.-]*)=((?:\\.|[^,+\\])*)/g))
    found.push({ type: type.toUpperCase(), value: unescaped(value) })
  return found
}

/** Escaped octets are UTF-8 and may only make sense together (RFC 4514 §2.4). */
function unescaped(value: string): string {
  return value.replace(/(?:\\[0-9a-f]{2})+|\\./gi, (escaped) => {
    if (!/^\\[0-9a-f]{2}/i.test(escaped)) return escaped.slice(1)
    const octets = escaped.split('\\').filter((hex) => hex !== '')
    return new TextDecoder().decode(Uint8Array.from(octets, (hex) => Number.parseInt(hex, 16)))
  })
}
