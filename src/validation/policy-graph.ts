// Certificate policies along a path (RFC 5280 §6.1.2–§6.1.5 as revised by RFC 9618): a graph with at most one node
// for each policy and depth, because the tree of RFC 5280 grows exponentially with the path.

import { oids } from '../formats/asn1/oids.ts'
import type { Certificate } from '../formats/x509/certificate.ts'

interface PolicyNode {
  readonly policy: string
  expected: ReadonlySet<string>
  readonly parents: readonly PolicyNode[]
}

type Level = Map<string, PolicyNode>

const { anyPolicy } = oids

/** The state that RFC 5280 carries from certificate to certificate, from below the anchor to the target. */
export class PolicyGraph {
  // Levels are kept from the anchor down; undefined is the NULL graph.
  #levels: Level[] | undefined = [
    new Map([[anyPolicy, { policy: anyPolicy, expected: new Set([anyPolicy]), parents: [] }]]),
  ]

  get isNull(): boolean {
    return this.#levels === undefined
  }

  /** RFC 5280 §6.1.3 (d), (e). */
  descend(certificate: Certificate, anyPolicyAllowed: boolean): void {
    const levels = this.#levels
    const above = levels?.at(-1)
    const stated = certificate.extensions.certificatePolicies
    if (levels === undefined || above === undefined || stated === undefined) {
      this.#levels = undefined
      return
    }
    const level: Level = new Map()
    const aboveAny = above.get(anyPolicy)
    const expecting = new Map<string, PolicyNode[]>()
    for (const node of above.values()) {
      for (const policy of node.expected) {
        const nodes = expecting.get(policy)
        if (nodes === undefined) expecting.set(policy, [node])
        else nodes.push(node)
      }
    }
    for (const { policy } of stated) {
      if (policy === anyPolicy) continue
      const parents = expecting.get(policy) ?? (aboveAny === undefined ? [] : [aboveAny])
      if (parents.length > 0) level.set(policy, { policy, expected: new Set([policy]), parents })
    }
    if (anyPolicyAllowed && stated.some(({ policy }) => policy === anyPolicy)) {
      for (const [policy, parents] of expecting) {
        if (!level.has(policy)) level.set(policy, { policy, expected: new Set([policy]), parents })
      }
    }
    levels.push(level)
    this.#prune()
  }

  /** RFC 5280 §6.1.4 (b). `mappingAllowed` is policy_mapping > 0. */
  map(certificate: Certificate, mappingAllowed: boolean): void {
    const mappings = certificate.extensions.policyMappings
    const level = this.#levels?.at(-1)
    if (mappings === undefined || level === undefined) return
    const subjectDomains = new Map<string, Set<string>>()
    for (const { issuerDomain, subjectDomain } of mappings) {
      const set = subjectDomains.get(issuerDomain)
      if (set === undefined) subjectDomains.set(issuerDomain, new Set([subjectDomain]))
      else set.add(subjectDomain)
    }
    for (const [issuerDomain, expected] of subjectDomains) {
      const node = level.get(issuerDomain)
      const any = level.get(anyPolicy)
      if (!mappingAllowed) level.delete(issuerDomain)
      else if (node !== undefined) node.expected = expected
      else if (any !== undefined)
        level.set(issuerDomain, { policy: issuerDomain, expected, parents: any.parents })
    }
    this.#prune()
  }

  /**
   * RFC 5280 §6.1.5 (g): the policies, in the anchor's terms, under which the path is valid and that are among
   * `initial`; an `initial` with anyPolicy stands for all.
   */
  userConstrainedPolicies(initial: ReadonlySet<string>): ReadonlySet<string> {
    const levels = this.#levels
    const last = levels?.at(-1)
    if (levels === undefined || last === undefined) return new Set()
    // Nodes whose parent is anyPolicy are those the anchor's side speaks of.
    const reached = new Set<PolicyNode>(last.values())
    const domain = new Set<string>()
    for (let depth = levels.length - 1; depth > 0; depth--) {
      for (const node of levels[depth]?.values() ?? []) {
        if (!reached.has(node)) continue
        for (const parent of node.parents) {
          reached.add(parent)
          if (parent.policy === anyPolicy && node.policy !== anyPolicy) domain.add(node.policy)
        }
      }
    }
    if (last.has(anyPolicy)) domain.add(anyPolicy)
    if (initial.has(anyPolicy)) return domain
    if (domain.has(anyPolicy)) return initial
    return new Set([...domain].filter((policy) => initial.has(policy)))
  }

  /** RFC 5280 §6.1.3 (d)(3): nodes without children go; a graph without leaves is NULL. */
  #prune(): void {
    const levels = this.#levels
    if (levels === undefined) return
    if (levels.at(-1)?.size === 0) {
      this.#levels = undefined
      return
    }
    for (let depth = levels.length - 2; depth >= 0; depth--) {
      const used = new Set<PolicyNode>()
      for (const node of levels[depth + 1]?.values() ?? [])
        for (const parent of node.parents) used.add(parent)
      const level = levels[depth]
      for (const [policy, node] of level ?? []) if (!used.has(node)) level?.delete(policy)
    }
  }
}
