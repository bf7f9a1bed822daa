// What somebody who watches the office wants to know of the registry, in one reading. For the service's own scope.

import { sql } from 'kysely'
import { countEmergencies } from './grants.ts'
import type { Tx } from './tables.ts'

export interface AuthorityDates {
  readonly slug: string
  readonly notAfter: Date
  /** nextUpdate of its newest CRL; null where it has none, or where its key is out of use and makes no more. */
  readonly crlEndsAt: Date | null
}

export interface VitalSigns {
  /** Of documents that have not ended. */
  readonly spooledOctets: number
  /** Calls whose entries have no place in the log yet. */
  readonly unplacedCalls: number
  readonly emergencies: number
  readonly authorities: readonly AuthorityDates[]
}

export async function readVitalSigns(tx: Tx, at: Date): Promise<VitalSigns> {
  const { rows } = await sql<{ octets: number | null; waiting: number }>`
    select (select sum(size)::float8 from documents where expires_at > ${at}) as octets,
      (select count(*)::float8 from audit_pending) as waiting`.execute(tx)
  const { rows: authorities } = await sql<{ slug: string; not_after: Date; crl_ends_at: Date | null }>`
    select authorities.slug, certificates.not_after,
      (select max(crls.next_update) from crls where crls.authority_id = authorities.id and exists (
        select 1 from key_versions where key_versions.key_id = authorities.key_id and key_versions.state = 'active'
      )) as crl_ends_at
    from authorities join certificates on certificates.id = authorities.certificate_id
    order by authorities.slug`.execute(tx)
  return {
    spooledOctets: rows[0]?.octets ?? 0,
    unplacedCalls: rows[0]?.waiting ?? 0,
    emergencies: await countEmergencies(tx, at),
    authorities: authorities.map(({ slug, not_after, crl_ends_at }) => ({
      slug,
      notAfter: not_after,
      crlEndsAt: crl_ends_at,
    })),
  }
}
