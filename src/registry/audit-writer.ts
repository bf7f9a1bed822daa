// The durable end of the audit log: group commit. What arrives while one insert runs forms the next.

import { hash } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import { statesAllowing } from '../keys/handle.ts'
import { type AuditEntry, entryTexts } from '../log/entry.ts'
import { type AppendOutcome, type AuditLog, type EntryGuard, refusals } from './audit-log.ts'
import { serviceErrorOf } from './database-errors.ts'

/** Runs one statement as role chancery_audit. It has committed durably when the promise resolves. */
export interface AuditConnection {
  insert(
    text: string,
    values: unknown[],
  ): Promise<readonly { readonly call: number; readonly outcome: string }[]>
  close(): Promise<void>
}

/** Rows of one insert. A single call may bring that many. */
export const maxGroupRows = 2000
/** Rows that may wait; beyond that `append` answers BUSY at once. */
export const maxWaitingRows = 20_000

interface Call {
  readonly entries: readonly AuditEntry[]
  readonly texts: readonly string[]
  readonly guard: EntryGuard
  readonly resolve: (outcome: AppendOutcome) => void
  readonly reject: (error: unknown) => void
}

export interface AuditWriter extends AuditLog {
  /** Rows that wait for their insert, of `maxWaitingRows`. */
  waitingRows(): number
}

export function openAuditWriter(connection: AuditConnection): AuditWriter {
  let waiting: Call[] = []
  let waitingRows = 0
  let running: Promise<void> | undefined
  let closed = false

  async function run(): Promise<void> {
    // One turn of the event loop, so that requests that arrived together share the first insert too.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = nextGroup()
      await appendGroup(connection, group)
    }
    running = undefined
  }

  function nextGroup(): readonly Call[] {
    let rows = 0
    let calls = 0
    for (const call of waiting) {
      if (calls > 0 && rows + call.entries.length > maxGroupRows) break
      rows += call.entries.length
      calls++
    }
    const group = waiting.slice(0, calls)
    waiting = waiting.slice(calls)
    waitingRows -= rows
    return group
  }

  return {
    append(entries, guard) {
      if (closed) return Promise.reject(new ServiceError('SHUTTING_DOWN', 'the audit log is closed'))
      if (entries.length === 0) return Promise.reject(new Error('an audit call without entries'))
      if (entries.length > maxGroupRows) {
        return Promise.reject(
          new Error(`${entries.length} audit entries in one call; the limit is ${maxGroupRows}`),
        )
      }
      if (waitingRows + entries.length > maxWaitingRows) {
        return Promise.reject(
          new ServiceError(
            'BUSY',
            `${waitingRows} audit entries wait to be written; the limit is ${maxWaitingRows}.`,
          ),
        )
      }
      return new Promise((resolve, reject) => {
        waiting.push({ entries, texts: entryTexts(entries), guard, resolve, reject })
        waitingRows += entries.length
        running ??= run()
      })
    },
    waitingRows: () => waitingRows,
    async close() {
      closed = true
      await running
      await connection.close()
    },
  }
}

async function appendGroup(connection: AuditConnection, group: readonly Call[]): Promise<void> {
  try {
    await insert(connection, group)
  } catch (error) {
    const cause = serviceErrorOf(error)
    // When the database is away nobody's row is to blame, and each retry would wait as long again.
    if (group.length === 1 || cause instanceof ServiceError) {
      for (const call of group) call.reject(unavailable(cause))
      return
    }
    for (const call of group) await appendGroup(connection, [call])
  }
}

async function insert(connection: AuditConnection, group: readonly Call[]): Promise<void> {
  const rejected = new Map<number, string>()
  for (const { call, outcome } of await connection.insert(appendStatement, valuesOf(group)))
    rejected.set(call, outcome)
  group.forEach((call, index) => {
    const outcome = rejected.get(index)
    const refusal = refusals.find((one) => one === outcome)
    if (outcome === undefined) call.resolve('durable')
    else if (refusal !== undefined) call.resolve(refusal)
    else call.reject(new Error(`the audit insert answered ${outcome}`))
  })
}

function unavailable(cause: unknown): ServiceError {
  return new ServiceError(
    'AUDIT_UNAVAILABLE',
    'the audit entry could not be made durable, so nothing was released',
    { cause },
  )
}

const processingStates = statesAllowing('process')
  .map((state) => `'${state}'`)
  .join(', ')

// One statement, one commit. `calls` is read twice, so it is evaluated once, before the inserts; a call whose
// guard fails writes none of its rows. What consecutive entries of a call have in common travels once, in its row of
// `calls`: a run of entries, of which a call has one as a rule. Their texts travel as one run of bytes, which both
// drivers send fastest. The moment of the recheck is the entry's own, since time comes from the caller's clock everywhere.
const appendStatement = `
with calls as (
  select given.call, given.run, given.entry_at, given.entry_unit_id, given.entry_key_id, given.operation, given.entry_outcome, case
    when given.token_id is not null and not exists (
      select 1 from tokens join applications on applications.id = tokens.application_id
      where tokens.id = given.token_id and tokens.revoked_at is null and applications.disabled_at is null
        and (tokens.expires_at is null or tokens.expires_at > given.at)
    ) then 'token_not_valid'
    when given.session_id is not null and not exists (
      select 1 from sessions join people on people.id = sessions.person_id
      where sessions.id = given.session_id and sessions.revoked_at is null and people.disabled_at is null
        and sessions.expires_at > given.at
    ) then 'session_not_valid'
    when given.grant_id is not null and not exists (
      select 1 from grants
      where grants.id = given.grant_id and grants.revoked_at is null
        and (grants.expires_at is null or grants.expires_at > given.at)
        and (not grants.emergency or grants.emergency_until > given.at)
    ) then 'grant_not_valid'
    when given.grant_id is not null and given.unit_id is not null and not exists (
      select 1 from grants join units as top on top.id = grants.unit_id, units as unit
      where grants.id = given.grant_id and unit.id = given.unit_id
        and (top.path = '' or unit.path = top.path or starts_with(unit.path, top.path || '/'))
    ) then 'unit_out_of_reach'
    when given.grant_id is null and given.token_id is not null and given.unit_id is not null and not exists (
      select 1 from tokens join applications on applications.id = tokens.application_id
        join units as top on top.id = applications.unit_id, units as unit
      where tokens.id = given.token_id and unit.id = given.unit_id
        and (top.path = '' or unit.path = top.path or starts_with(unit.path, top.path || '/'))
    ) then 'unit_out_of_reach'
    when given.key_id is not null and not exists (
      select 1 from key_versions join keys on keys.id = key_versions.key_id join units on units.id = keys.unit_id
      where key_versions.key_id = given.key_id and key_versions.version = given.version
        and keys.unit_id = given.key_unit_id
        and case when given.processes then key_versions.state in (${processingStates})
            and units.state in ('active', 'abolished')
          else key_versions.state = 'active' and units.state = 'active'
            and (key_versions.usage_ends_at is null or key_versions.usage_ends_at > given.at) end
    ) then 'key_not_active'
    else 'durable'
  end as outcome
  from unnest($1::int4[], $2::uuid[], $3::uuid[], $4::int4[], $5::timestamptz[], $17::uuid[], $18::uuid[], $19::bool[],
      $20::uuid[], $21::uuid[], $8::timestamptz[], $9::uuid[], $10::uuid[], $11::text[], $12::text[]) with ordinality
    as given (call, token_id, key_id, version, at, unit_id, key_unit_id, processes, session_id, grant_id,
      entry_at, entry_unit_id, entry_key_id, operation, entry_outcome, run)
), accepted as (
  select entries.id, calls.entry_at, calls.entry_unit_id, calls.entry_key_id, calls.operation, calls.entry_outcome,
    substring($14::bytea from entries.first for entries.length) as entry,
    substring($16::bytea from 32 * entries.position::int4 - 31 for 32) as leaf_hash, entries.position
  from unnest($6::int4[], $7::uuid[], $13::int4[], $15::int4[])
    with ordinality as entries (run, id, first, length, position)
  join calls on calls.run = entries.run
  where calls.outcome = 'durable'
), appended as (
  insert into audit_entries (id, at, unit_id, key_id, operation, outcome, entry)
  select id, entry_at, entry_unit_id, entry_key_id, operation, entry_outcome, entry from accepted
), queued as (
  insert into audit_pending (entry_ids, leaf_hashes)
  select array_agg(id order by position), string_agg(leaf_hash, '' order by position)
  from accepted having count(*) > 0
)
select call, outcome from calls where outcome <> 'durable'`

function valuesOf(group: readonly Call[]): unknown[] {
  const runs = {
    call: column(),
    token: column(),
    unit: column(),
    key: column(),
    version: column(),
    keyUnit: column(),
    processes: column(),
    session: column(),
    grant: column(),
    at: column(),
    entryAt: column(),
    entryUnit: column(),
    entryKey: column(),
    operation: column(),
    outcome: column(),
  }
  const rows = { run: column(), id: column(), first: column(), length: column() }
  const texts: string[] = []
  const leafHashes: string[] = []
  let first = 1
  group.forEach(({ entries, texts: ofCall, guard }, call) => {
    const key = guard.keyVersion
    let model: AuditEntry | undefined
    entries.forEach((entry, position) => {
      if (model === undefined || !isOfRun(entry, model)) {
        model = entry
        runs.call.push(call)
        runs.token.push(guard.tokenId ?? null)
        runs.session.push(guard.sessionId ?? null)
        runs.grant.push(guard.grantId ?? null)
        runs.unit.push(guard.unitId ?? null)
        runs.key.push(key?.keyId ?? null)
        runs.version.push(key?.version ?? null)
        runs.keyUnit.push(key?.unitId ?? null)
        runs.processes.push(key?.use === 'process' ? 'true' : 'false')
        runs.at.push(entries[0]?.at ?? null)
        runs.entryAt.push(entry.at)
        runs.entryUnit.push(entry.unitId)
        runs.entryKey.push(entry.keyId)
        runs.operation.push(entry.operation)
        runs.outcome.push(entry.outcome)
      }
      const text = ofCall[position]
      if (text === undefined) throw new Error('an audit entry was not encoded')
      const length = Buffer.byteLength(text)
      rows.run.push(runs.call.length)
      rows.id.push(entry.id)
      rows.first.push(first)
      rows.length.push(length)
      texts.push(text)
      leafHashes.push(hash('sha256', `\0${text}`, 'hex'))
      first += length
    })
  })
  return [
    arrayLiteral(runs.call),
    arrayLiteral(runs.token),
    arrayLiteral(runs.key),
    arrayLiteral(runs.version),
    arrayLiteral(runs.at),
    arrayLiteral(rows.run),
    arrayLiteral(rows.id),
    arrayLiteral(runs.entryAt),
    arrayLiteral(runs.entryUnit),
    arrayLiteral(runs.entryKey),
    arrayLiteral(runs.operation),
    arrayLiteral(runs.outcome),
    arrayLiteral(rows.first),
    // Encoded together: octets for each entry would lie outside the heap and cost more to sweep than to write.
    Buffer.from(texts.join('')),
    arrayLiteral(rows.length),
    Buffer.from(leafHashes.join(''), 'hex'),
    arrayLiteral(runs.unit),
    arrayLiteral(runs.keyUnit),
    arrayLiteral(runs.processes),
    arrayLiteral(runs.session),
    arrayLiteral(runs.grant),
  ]
}

function isOfRun(entry: AuditEntry, model: AuditEntry): boolean {
  return (
    entry.at === model.at &&
    entry.unitId === model.unitId &&
    entry.keyId === model.keyId &&
    entry.operation === model.operation &&
    entry.outcome === model.outcome
  )
}

const plain = /^[A-Za-z0-9:.+-]+$/

// The drivers quote and escape every element, which cost a tenth of the append; nearly none of ours needs it.
function arrayLiteral(values: readonly (string | number | null)[]): string {
  const elements = values.map((value) => {
    if (value === null) return 'NULL'
    if (typeof value === 'number') return value
    return plain.test(value) && (value.length !== 4 || value.toUpperCase() !== 'NULL')
      ? value
      : `"${value.replace(/[\\"]/g, '\\$&')}"`
  })
  return `{${elements.join(',')}}`
}

function column(): (string | number | null)[] {
  return []
}
