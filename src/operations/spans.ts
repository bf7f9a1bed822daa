// Where time goes in one request: spans around uses of keys and appends to the log, for whoever asked for traces.

import type { KeyProvider } from '../keys/provider.ts'
import type { Deps } from './deps.ts'

/** Short words of ours and numbers. Never what a caller sent: traces go to a system that others read. */
export type SpanFacts = Readonly<Record<string, string | number>>

export interface Spans {
  /**
   * Runs `work` within a span, below the one in which this is called.
   *
   * @param note adds what is known at the end only.
   * @throws what `work` throws; the span then tells its code.
   */
  within<T>(
    name: string,
    facts: SpanFacts,
    work: (note: (facts: SpanFacts) => void) => Promise<T>,
  ): Promise<T>
}

/** The same dependencies, watched. Without spans nothing stands between an operation and them, so that this costs nothing. */
export function traced(deps: Deps, spans: Spans): Deps {
  return {
    ...deps,
    providers: new Map(
      [...deps.providers].map(([name, provider]) => [name, tracedProvider(provider, spans)]),
    ),
    auditLog: {
      ...deps.auditLog,
      append: (entries, guard) =>
        spans.within('audit append', { 'chancery.entries': entries.length }, () =>
          deps.auditLog.append(entries, guard),
        ),
    },
  }
}

/** Each call is a span by the name of the method. */
function tracedProvider(provider: KeyProvider, spans: Spans): KeyProvider {
  return new Proxy(provider, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const call = async (): Promise<unknown> => Reflect.apply(member, target, given)
        return spans.within(`provider ${String(property)}`, { 'chancery.provider': target.name }, call)
      }
    },
  })
}
