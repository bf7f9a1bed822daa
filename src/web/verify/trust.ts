// Whom the page trusts: what this office publishes, and certificates that the reader adds and this browser remembers.

import { fromBase64, toBase64 } from '../../bytes.ts'
import { type DatedAnchor, noTrust, type TrustMaterial } from '../../validation/input.ts'
import { datedAnchor } from '../../validation/trust/anchor-terms.ts'
import type { AnchorSummary } from './worker-messages.ts'

export interface OfficeTrust {
  readonly material: TrustMaterial
  /** When the office said so; undefined when it could not be asked and nothing was kept. */
  readonly fetchedAt: Date | undefined
}

export const trustAddress = '/verify/trust.json'

/** Without a network the service worker gives what it kept. */
export async function fetchOfficeTrust(): Promise<OfficeTrust> {
  try {
    const response = await fetch(trustAddress)
    const answer: unknown = await response.json()
    if (!response.ok || typeof answer !== 'object' || answer === null)
      return { material: noTrust, fetchedAt: undefined }
    const date = new Date(response.headers.get('date') ?? '')
    return {
      material: {
        anchors: octetsOf(answer, 'anchors'),
        intermediates: octetsOf(answer, 'intermediates'),
        crls: octetsOf(answer, 'crls'),
        ocsps: octetsOf(answer, 'ocsps'),
        datedAnchors: datedAnchorsOf(answer),
      },
      fetchedAt: Number.isNaN(date.getTime()) ? undefined : date,
    }
  } catch {
    return { material: noTrust, fetchedAt: undefined }
  }
}

function datedAnchorsOf(answer: object): readonly DatedAnchor[] {
  const list: unknown = Reflect.get(answer, 'datedAnchors')
  if (!Array.isArray(list)) return []
  return list.map((one: object) => {
    const certificate = fromBase64(String(Reflect.get(one, 'certificate')))
    if (certificate === undefined) throw new Error('a trust anchor that is no Base64')
    return datedAnchor(certificate, one)
  })
}

function octetsOf(answer: object, name: string): readonly Uint8Array[] {
  const list: unknown = Reflect.get(answer, name)
  if (!Array.isArray(list)) return []
  return list.flatMap((text: unknown) => (typeof text === 'string' ? (fromBase64(text) ?? []) : []))
}

/** What the reader added is told apart in the verdict from the office's own. */
export function joinedTrust(office: TrustMaterial, added: readonly AnchorSummary[]): TrustMaterial {
  const imported = added.map(({ der }) => ({
    certificate: der,
    lane: 'imported' as const,
    purposes: undefined,
    from: undefined,
    until: undefined,
  }))
  return { ...office, datedAnchors: [...(office.datedAnchors ?? []), ...imported] }
}

const storageKey = 'chancery-added-anchors'

export function rememberAnchors(anchors: readonly AnchorSummary[]): void {
  try {
    localStorage.setItem(
      storageKey,
      JSON.stringify(anchors.map((one) => ({ ...one, der: toBase64(one.der) }))),
    )
  } catch {
    // A browser that keeps nothing: the anchors hold while the page is open.
  }
}

export function rememberedAnchors(): readonly AnchorSummary[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap(anchorOf) : []
  } catch {
    return []
  }
}

function anchorOf(kept: unknown): readonly AnchorSummary[] {
  if (typeof kept !== 'object' || kept === null) return []
  const text = (name: string): string => String(Reflect.get(kept, name) ?? '')
  const der = fromBase64(text('der'))
  if (der === undefined || der.length === 0) return []
  return [{ der, subject: text('subject'), notAfter: text('notAfter'), sha256Hex: text('sha256Hex') }]
}
