// Global identifiers: the type and the UUID of an object, opaque to clients.

import { ServiceError } from '../../errors.ts'

const nodeTypes = [
  'Unit',
  'Key',
  'Authority',
  'Certificate',
  'TrustAnchor',
  'Application',
  'Token',
  'Person',
  'Grant',
  'Proposal',
  'Incident',
  'AuditEntry',
  'Passkey',
  'Session',
  'WorkloadTrust',
  'OidcSubject',
] as const
export type NodeType = (typeof nodeTypes)[number]

export interface GlobalId {
  readonly type: NodeType
  /** UUID. */
  readonly id: string
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function encodeGlobalId(type: NodeType, id: string): string {
  return `${type}:${id}`
}

/** @returns undefined for what no object of ours is called. */
export function parseGlobalId(text: string): GlobalId | undefined {
  const [name, id = '', ...rest] = text.split(':')
  const type = nodeTypes.find((one) => one === name)
  return type !== undefined && rest.length === 0 && uuidForm.test(id) ? { type, id } : undefined
}

/** @throws ServiceError `INVALID_ARGUMENT` when `text` is no identifier of that type. */
export function requireGlobalId(type: NodeType, text: string): string {
  const parsed = parseGlobalId(text)
  if (parsed?.type !== type)
    throw new ServiceError('INVALID_ARGUMENT', `this is no identifier of type ${type}`)
  return parsed.id
}
