// Memory of parsed documents, bounded in number and in size: strangers choose what we parse.

export interface DocumentCache<V> {
  get(document: string): V | undefined
  set(document: string, value: V): void
}

const entriesLimit = 1000
/** Longer documents hold data that belongs into variables; they are parsed each time. */
const documentLimit = 8192

/** Forgets what was used longest ago. */
export function createDocumentCache<V>(): DocumentCache<V> {
  const entries = new Map<string, V>()
  return {
    get(document) {
      const value = entries.get(document)
      if (value !== undefined && entries.size > entriesLimit / 2) {
        entries.delete(document)
        entries.set(document, value)
      }
      return value
    },
    set(document, value) {
      if (document.length > documentLimit) return
      if (entries.size >= entriesLimit) {
        const [oldest] = entries.keys()
        if (oldest !== undefined) entries.delete(oldest)
      }
      entries.set(document, value)
    },
  }
}
