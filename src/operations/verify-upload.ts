// `POST /verify`: the verdict on a file that the page sends. It lies encrypted in the spool while it is judged, and no longer.

import { ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import type { ValidationReport } from '../validation/report.ts'
import type { Deps } from './deps.ts'
import { officeTrust } from './office-trust.ts'

export const maxVerifiedOctets = 64 * 1024 * 1024
/** Strangers wait for a place rather than fill the disk. */
const atOnce = 8

let running = 0

/**
 * @param stream the document, or the document followed by the content that its detached signature is about.
 * @param documentOctets where the document ends; all of it when undefined.
 * @throws ServiceError `BUSY`; `LIMIT_EXCEEDED` beyond 64 MiB; `INVALID_ARGUMENT` when the document is said to be
 *   longer than what came.
 */
export async function verifyUpload(
  deps: Deps,
  stream: AsyncIterable<Uint8Array>,
  documentOctets: number | undefined,
): Promise<ValidationReport> {
  if (running >= atOnce) throw new ServiceError('BUSY', `${atOnce} documents are being verified; try again`)
  running++
  try {
    const file = await deps.spool.write(stream, { maxOctets: maxVerifiedOctets })
    try {
      const whole = deps.spool.open(file.fileName, file.contentKey, file.size)
      const border = documentOctets ?? whole.size
      if (border > whole.size) {
        throw new ServiceError(
          'INVALID_ARGUMENT',
          `the document is said to have ${border} octets; ${whole.size} came`,
        )
      }
      return await deps.inspectors.validateDocument({
        document: part(whole, 0, border),
        contents: documentOctets === undefined ? [] : [part(whole, border, whole.size)],
        trust: await officeTrust(deps),
        at: deps.clock.now(),
      })
    } finally {
      await deps.spool.remove(file.fileName)
    }
  } finally {
    running--
  }
}

function part(source: ByteSource, start: number, end: number): ByteSource {
  return { size: end - start, read: (from, to) => source.read(start + from, start + to) }
}
