// Name constraints (RFC 5280 §4.2.1.10, §6.1.3 (b), (c)): each authority's subtrees are held against each name below.

import { oids } from '../formats/asn1/oids.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import type { NameConstraints } from '../formats/x509/extensions.ts'
import { startsWithName } from '../formats/x509/name.ts'
import type { ParsedGeneralName } from '../formats/x509/parse-general-name.ts'

/** Ten thousand names under ten thousand subtrees would be a hundred million comparisons. */
const comparisonsLimit = 200_000

/** The constraints gathered from the anchor down to where we stand. */
export class NameConstraintState {
  readonly #constraints: NameConstraints[] = []
  #comparisons = 0

  add(constraints: NameConstraints): void {
    this.#constraints.push(constraints)
  }

  /** @returns why a name of `certificate` is not allowed, in words; undefined when all are. */
  violation(certificate: Certificate): string | undefined {
    if (this.#constraints.length === 0) return undefined
    for (const name of namesOf(certificate)) {
      for (const { permitted, excluded } of this.#constraints) {
        const problem = this.#check(name, permitted, excluded)
        if (problem !== undefined) return problem
      }
    }
    return undefined
  }

  #check(
    name: ParsedGeneralName,
    permitted: readonly ParsedGeneralName[],
    excluded: readonly ParsedGeneralName[],
  ): string | undefined {
    let constrained = false
    let allowed = false
    for (const base of permitted) {
      if (base.kind !== name.kind) continue
      constrained = true
      const match = this.#matches(name, base, 'permitted')
      if (typeof match === 'string') return match
      if (match) {
        allowed = true
        break
      }
    }
    if (constrained && !allowed) return `${describe(name)} lies in no permitted subtree`
    for (const base of excluded) {
      if (base.kind !== name.kind) continue
      const match = this.#matches(name, base, 'excluded')
      if (typeof match === 'string') return match
      if (match) return `${describe(name)} lies in an excluded subtree`
    }
    return undefined
  }

  /** A string says why no answer is possible, which refuses the certificate. */
  #matches(
    name: ParsedGeneralName,
    base: ParsedGeneralName,
    list: 'permitted' | 'excluded',
  ): boolean | string {
    if (++this.#comparisons > comparisonsLimit) return `more than ${comparisonsLimit} comparisons of names`
    switch (base.kind) {
      case 'directoryName':
        return name.kind === base.kind && startsWithName(name.name, base.name)
      case 'dNSName':
        return name.kind === base.kind && matchesHost(name.text, base.text, list)
      case 'rfc822Name':
        return name.kind === base.kind && matchesMailbox(name.text, base.text)
      case 'uniformResourceIdentifier':
        return name.kind === base.kind && matchesUri(name.text, base.text)
      case 'iPAddress':
        return name.kind === base.kind && matchesAddress(name.octets, base.octets)
      case 'otherName':
      case 'registeredID':
      case 'x400Address':
      case 'ediPartyName':
        // RFC 5280 §6.1: an implementation that cannot process a constraint that applies has to reject.
        return `a constraint on ${base.kind} cannot be processed`
    }
  }
}

/** All names that constraints apply to: subject, subjectAltName, and e-mail addresses of old in the subject. */
function* namesOf(certificate: Certificate): Generator<ParsedGeneralName> {
  const { subject, extensions } = certificate
  if (subject.relativeNames.length > 0) yield { kind: 'directoryName', name: subject }
  yield* extensions.subjectAltName ?? []
  // §4.2.1.10: with a subjectAltName that has an rfc822Name the one in the subject does not count; we check both.
  for (const attributes of subject.relativeNames) {
    for (const { type, text } of attributes) {
      if (type === oids.emailAddress && text !== undefined) yield { kind: 'rfc822Name', text }
    }
  }
}

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i

function isHost(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part))
}

function matchesHost(host: string, base: string, list: 'permitted' | 'excluded'): boolean | string {
  if (base !== '' && !isHost(base)) return `the dNSName constraint "${shorten(base)}" is malformed`
  const wildcard = host.startsWith('*.')
  const name = (wildcard ? host.slice(2) : host).toLowerCase()
  if (!isHost(name)) return `the dNSName "${shorten(host)}" is malformed`
  const tree = base.toLowerCase()
  if (tree === '' || name === tree || name.endsWith(`.${tree}`)) return true
  // An excluded host that the wildcard covers is excluded with it.
  return wildcard && list === 'excluded' && tree.endsWith(`.${name}`)
}

function matchesMailbox(mailbox: string, base: string): boolean | string {
  const at = mailbox.lastIndexOf('@')
  const host = mailbox.slice(at + 1).toLowerCase()
  if (at < 1 || !isHost(host)) return `the rfc822Name "${shorten(mailbox)}" is malformed`
  const baseAt = base.lastIndexOf('@')
  if (baseAt >= 0) {
    // The local part is compared exactly (RFC 5280 §7.5).
    return mailbox.slice(0, at) === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase()
  }
  return matchesHostOrDomain(host, base, 'rfc822Name')
}

function matchesUri(uri: string, base: string): boolean | string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1]
  const host = authority
    ?.slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase()
  // §4.2.1.10: a URI without a host name, or with an address in its place, is to be rejected.
  if (host === undefined || !isHost(host) || /^[\d.]+$/.test(host)) {
    return `the URI "${shorten(uri)}" has no host name`
  }
  return matchesHostOrDomain(host, base, 'uniformResourceIdentifier')
}

/** `.example.org` means every host below it, `example.org` that host alone. */
function matchesHostOrDomain(host: string, base: string, kind: string): boolean | string {
  const tree = base.toLowerCase()
  if (!isHost(tree.startsWith('.') ? tree.slice(1) : tree)) {
    return `the ${kind} constraint "${shorten(base)}" is malformed`
  }
  return tree.startsWith('.') ? host.endsWith(tree) : host === tree
}

function matchesAddress(address: Uint8Array, base: Uint8Array): boolean | string {
  const length = base.length / 2
  if ((length !== 4 && length !== 16) || !isNetmask(base.subarray(length))) {
    return 'an iPAddress constraint is malformed'
  }
  if (address.length !== 4 && address.length !== 16) return 'an iPAddress is neither 4 nor 16 octets'
  if (address.length !== length) return false
  for (let i = 0; i < length; i++) {
    const mask = base[length + i] ?? 0
    if (((address[i] ?? 0) & mask) !== ((base[i] ?? 0) & mask)) return false
  }
  return true
}

/** Ones, then zeros (RFC 4632). */
function isNetmask(mask: Uint8Array): boolean {
  return /^1*0*$/.test([...mask].map((octet) => octet.toString(2).padStart(8, '0')).join(''))
}

function describe(name: ParsedGeneralName): string {
  return 'text' in name ? `${name.kind} "${shorten(name.text)}"` : name.kind
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
