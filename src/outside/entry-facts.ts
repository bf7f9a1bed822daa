// What a collector sorts audit entries by. The entry itself travels as it is.

export interface EntrySender {
  /** The same after each start. */
  readonly name: string
  /** @throws ServiceError `OUTSIDE_UNAVAILABLE` when the collector does not take them. */
  send(entries: readonly LogLine[]): Promise<void>
  close(): Promise<void>
}

export interface LogLine {
  readonly leafIndex: number
  /** JSON of the entry; null when it is gone. */
  readonly entry: Uint8Array | null
}

export interface EntryFacts {
  /** The entry's own text; what is gone or damaged is JSON all the same. */
  readonly text: string
  readonly at: string | undefined
  readonly operation: string
  /** `missing`: somebody has deleted or damaged the row. */
  readonly outcome: 'done' | 'denied' | 'failed' | 'missing'
}

export function entryFacts(entry: Uint8Array | null): EntryFacts {
  const text = entry === null ? 'null' : Buffer.from(entry).toString('utf8')
  const parsed = parsedOrNull(text)
  const member = (name: string): unknown =>
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : undefined
  const at = member('at')
  const operation = member('operation')
  const outcome = member('outcome')
  return {
    text: parsed === undefined ? JSON.stringify(text) : text,
    at: typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? at : undefined,
    operation: typeof operation === 'string' ? operation : '-',
    outcome: outcome === 'done' || outcome === 'denied' || outcome === 'failed' ? outcome : 'missing',
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
