// OpenTelemetry: entries as log records, in JSON over HTTP (OTLP 1.x, §OTLP/HTTP). The SDK's own exporters do not tell for
// each batch whether it was taken, which the cursor must know.

import { ServiceError } from '../errors.ts'
import { ask } from './ask.ts'
import { type EntrySender, entryFacts, type LogLine } from './entry-facts.ts'

/** SeverityNumber of the data model. */
const severities = {
  done: [9, 'INFO'],
  denied: [13, 'WARN'],
  failed: [17, 'ERROR'],
  missing: [21, 'FATAL'],
} as const

/** @param address base address of the collector, without a slash at the end. */
export function openOtlpLogs(address: string): EntrySender {
  const url = `${address}/v1/logs`
  const name = `otlp ${new URL(url).host}`
  return {
    name,
    async send(entries) {
      const { status, body } = await ask({
        method: 'POST',
        url,
        contentType: 'application/json',
        body: JSON.stringify(exportRequest(entries)),
        timeoutMs: 10_000,
        maxOctets: 65_536,
      })
      const rejected = status === 200 ? rejectedIn(body) : undefined
      if (status !== 200 || (rejected ?? 0) > 0)
        throw new ServiceError('OUTSIDE_UNAVAILABLE', `${name} answers ${status} and does not take entries`)
    },
    close: async () => undefined,
  }
}

function exportRequest(entries: readonly LogLine[]): object {
  return {
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'chancery')] },
        scopeLogs: [{ scope: { name: 'chancery.audit' }, logRecords: entries.map(logRecord) }],
      },
    ],
  }
}

function logRecord({ leafIndex, entry }: LogLine): object {
  const facts = entryFacts(entry)
  const [severityNumber, severityText] = severities[facts.outcome]
  return {
    timeUnixNano: facts.at === undefined ? '0' : `${Date.parse(facts.at)}000000`,
    severityNumber,
    severityText,
    eventName: `chancery.${facts.operation}`,
    // The leaf's own text: its hash can be made again.
    body: { stringValue: facts.text },
    attributes: [
      { key: 'chancery.leaf_index', value: { intValue: String(leafIndex) } },
      text('chancery.operation', facts.operation),
      text('chancery.outcome', facts.outcome),
    ],
  }
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } }
}

/** `partialSuccess.rejectedLogRecords`, a 64-bit number and so a string in JSON. */
function rejectedIn(body: Uint8Array): number {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8') || '{}')
    const partial: unknown =
      typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'partialSuccess') : undefined
    const rejected: unknown =
      typeof partial === 'object' && partial !== null ? Reflect.get(partial, 'rejectedLogRecords') : 0
    return Number(rejected ?? 0)
  } catch {
    return 0
  }
}
