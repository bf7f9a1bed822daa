// What every resolver is given: the operations' dependencies, the call, and what this one request has read already.

import type { Call } from '../../caller.ts'
import type { Deps } from '../../operations/deps.ts'
import type { IssuedCertificate } from '../../registry/certificate.ts'
import type { Unit } from '../../registry/unit.ts'
import { type Observe, unobserved } from './observe.ts'

export interface Context {
  readonly deps: Deps
  readonly call: Call
  readonly observe: Observe
  readonly units: Once<Unit | undefined>
  readonly authorityCertificates: Once<IssuedCertificate | undefined>
}

/**
 * Reads once what a request asks for again and again, such as the unit of five hundred keys. It lives as long as the
 * request: memory shared between requests would show one caller what another may see.
 */
export type Once<T> = (id: string, read: () => Promise<T>) => Promise<T>

export function createContext(deps: Deps, call: Call, observe = unobserved): Context {
  return { deps, call, observe, units: once(), authorityCertificates: once() }
}

function once<T>(): Once<T> {
  let known: Map<string, Promise<T>> | undefined
  return (id, read) => {
    known ??= new Map()
    const before = known.get(id)
    if (before !== undefined) return before
    const reading = read()
    known.set(id, reading)
    return reading
  }
}
