// A map that holds a bounded number of entries and forgets the one that was not used for longest.

export interface BoundedMap<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  delete(key: K): void
  evictOldest(): void
  clear(): void
  readonly size: number
}

/**
 * @param limit largest number of entries; when it is exceeded, the least recently used one goes.
 * @param onEvict is told each value that had to go.
 */
export function boundedMap<K, V>(limit: number, onEvict?: (value: V) => void): BoundedMap<K, V> {
  const entries = new Map<K, V>()
  // The key last used is at the end already: the common case of one busy key costs nothing.
  let newest: K | undefined
  const evictOldest = (): void => {
    for (const [key, value] of entries) {
      entries.delete(key)
      onEvict?.(value)
      return
    }
  }
  return {
    get: (key) => {
      const value = entries.get(key)
      if (value === undefined || key === newest) return value
      // A Map keeps the order of insertion: whoever is used moves to the end.
      entries.delete(key)
      entries.set(key, value)
      newest = key
      return value
    },
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      newest = key
      if (entries.size > limit) evictOldest()
    },
    delete: (key) => {
      entries.delete(key)
    },
    evictOldest,
    clear: () => entries.clear(),
    get size() {
      return entries.size
    },
  }
}
