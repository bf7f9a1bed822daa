// OpenTelemetry: spans of requests, in batches to a collector (OTLP/HTTP), by OpenTelemetry's own SDK.

import { AsyncLocalStorage } from 'node:async_hooks'
import { type Attributes, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { isServiceError } from '../errors.ts'

type Facts = Readonly<Record<string, string | number>>

export interface Traces {
  /** Runs `work` within a span; what it throws is told by its code alone, since messages name things. */
  within<T>(name: string, facts: Facts, work: (note: (facts: Facts) => void) => Promise<T>): Promise<T>
  /** Sends what is left, for at most two seconds. */
  close(): Promise<void>
}

const lastFlushMs = 2000

/**
 * Spans that a collector does not take in time are dropped: nothing waits for it.
 *
 * @param address base address of the collector, without a slash at the end.
 */
export function openOtlpTraces(address: string): Traces {
  const exporter = new OTLPTraceExporter({ url: `${address}/v1/traces`, timeoutMillis: 10_000 })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'chancery' }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: 4096,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 1000,
      }),
    ],
  })
  const tracer = provider.getTracer('chancery')
  const current = new AsyncLocalStorage<Span>()
  return {
    async within(name, facts, work) {
      const above = current.getStore()
      const parent = above === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, above)
      const kind = above === undefined ? SpanKind.SERVER : SpanKind.INTERNAL
      const span = tracer.startSpan(name, { kind, attributes: attributesOf(facts) }, parent)
      try {
        return await current.run(span, () => work((more) => span.setAttributes(attributesOf(more))))
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR })
        span.setAttribute('error.type', isServiceError(error) ? error.code : 'INTERNAL')
        throw error
      } finally {
        span.end()
      }
    },
    async close() {
      await provider.forceFlush({ timeoutMillis: lastFlushMs }).catch(() => undefined)
      // What the collector still does not take is given up.
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        new Promise<void>((resolve) => setTimeout(resolve, lastFlushMs).unref()),
      ])
    },
  }
}

function attributesOf(facts: Facts): Attributes {
  return { ...facts }
}
