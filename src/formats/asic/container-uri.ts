// References to files of a container (EN 319 162-1 §4.3, §4.4; RFC 3986): relative to the root, by the exact name.

/**
 * The names that `uri` may mean, the likelier first; none when it leads out of the container.
 *
 * Writers disagree whether names are percent-encoded in references, so the name as it stands is the second reading.
 */
export function namesOfUri(uri: string): readonly string[] {
  if (uri === '' || uri.startsWith('#') || uri.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri))
    return []
  const plain = uri.startsWith('./') ? uri.slice(2) : uri
  const decoded = percentDecoded(plain)
  return decoded === undefined || decoded === plain ? [plain] : [decoded, plain]
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
