// Names as people write them: unit paths, key names `UNIT/NAME`, titles.

import { ServiceError } from '../errors.ts'
import { unitDepthLimit } from '../registry/unit.ts'

const slugForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const titleLimit = 200

export interface KeyName {
  readonly unitPath: string
  readonly name: string
}

/**
 * @param text `UNIT/NAME`; without a slash the key belongs to the organisation itself.
 * @throws ServiceError `INVALID_ARGUMENT` naming the slug and its form.
 */
export function parseKeyName(text: string): KeyName {
  const slugs = parseSlugs(text, 'key name')
  return { unitPath: slugs.slice(0, -1).join('/'), name: slugs.at(-1) ?? '' }
}

export function formatKeyName(unitPath: string, name: string): string {
  return unitPath === '' ? name : `${unitPath}/${name}`
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function parseUnitPath(path: string): { readonly parentPath: string; readonly slug: string } {
  const slugs = parseSlugs(path, 'unit path')
  return { parentPath: slugs.slice(0, -1).join('/'), slug: slugs.at(-1) ?? '' }
}

/** Display names are kept in NFC, so that the same word typed on two systems is one (TCVN 6909). */
export function parseTitle(text: string): string {
  const title = text.normalize('NFC').trim()
  if (title.length === 0 || title.length > titleLimit) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `title has ${title.length} characters; 1 to ${titleLimit} are allowed`,
    )
  }
  if (/\p{Cc}/u.test(title)) throw new ServiceError('INVALID_ARGUMENT', 'title holds a control character')
  return title
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function parseSlug(text: string, what: string): string {
  if (!slugForm.test(text)) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${what} ${JSON.stringify(text.slice(0, 80))}: 1 to 63 lower-case letters, digits and hyphens are allowed, no hyphen at the ends`,
    )
  }
  return text
}

function parseSlugs(text: string, what: string): readonly string[] {
  const slugs = text.split('/')
  if (slugs.length > unitDepthLimit) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${what} has ${slugs.length} parts; ${unitDepthLimit} are allowed`,
    )
  }
  for (const slug of slugs) parseSlug(slug, what)
  return slugs
}
