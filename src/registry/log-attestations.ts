// Table `log_attestations`: cosignatures of witnesses and time-stamps over checkpoints.

import { oneOf } from './one-of.ts'
import type { Tx } from './tables.ts'

const attestationKinds = ['cosignature', 'timestamp'] as const
export type AttestationKind = (typeof attestationKinds)[number]

export interface Attestation {
  readonly treeSize: number
  readonly kind: AttestationKind
  /** Of the witness's key, or the address of the authority. */
  readonly name: string
  /** A signature line in UTF-8 (C2SP signed-note), or DER of TimeStampToken. */
  readonly evidence: Uint8Array
  readonly createdAt: Date
}

/** Keeps one; for a transaction with the service's scope. What is there already stays. */
export async function insertAttestation(tx: Tx, attestation: Attestation): Promise<void> {
  await tx
    .insertInto('log_attestations')
    .values({
      tree_size: attestation.treeSize,
      kind: attestation.kind,
      name: attestation.name,
      evidence: attestation.evidence,
      created_at: attestation.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tree_size', 'kind', 'name']).doNothing())
    .execute()
}

/** Of one checkpoint, by name. */
export async function listAttestations(tx: Tx, treeSize: number): Promise<readonly Attestation[]> {
  const rows = await tx
    .selectFrom('log_attestations')
    .select(['tree_size', 'kind', 'name', 'evidence', 'created_at'])
    .where('tree_size', '=', treeSize)
    .orderBy('kind')
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    treeSize: row.tree_size,
    kind: oneOf(attestationKinds, row.kind, 'kind of an attestation'),
    name: row.name,
    evidence: row.evidence,
    createdAt: row.created_at,
  }))
}

/** Size of the newest checkpoint that has one of that kind; 0 without any. @param name absent: of anybody. */
export async function newestAttested(tx: Tx, kind: AttestationKind, name?: string): Promise<number> {
  let query = tx.selectFrom('log_attestations').select('tree_size').where('kind', '=', kind)
  if (name !== undefined) query = query.where('name', '=', name)
  const row = await query.orderBy('tree_size', 'desc').limit(1).executeTakeFirst()
  return row?.tree_size ?? 0
}
