// `/verify`: the page on which anyone checks a document, and the door that it sends the document to.

import { maxVerifiedOctets, verifyUpload } from '../../operations/verify-upload.ts'
import { requireMediaType, slowestPace, streamBody } from './body.ts'
import type { HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'
import { addWebFiles } from './web-files.ts'

export function addVerifyRoutes(app: Routes, deps: HttpDeps): void {
  addWebFiles(app, [
    { address: '/verify', file: 'verify/page.html' },
    { address: '/verify/page.ts', file: 'verify/page.ts' },
    { address: '/verify/words.ts', file: 'verify/words.ts' },
    // Where the page's own import leads a browser: `../../validation/wording.ts` from /verify/page.ts.
    { address: '/validation/wording.ts', file: '../validation/wording.ts' },
    { address: '/verify/style.css', file: 'verify/style.css' },
    { address: '/verify/icon.svg', file: 'verify/icon.svg' },
  ])

  // The body is the document; with `documentOctets` it is the detached signature followed by what it is about.
  app.post('/verify', async (c) => {
    requireMediaType(c.env.incoming, 'application/octet-stream')
    const border = documentOctets(c.req.query('documentOctets'))
    const stream = streamBody(c.env.incoming, { maxOctets: maxVerifiedOctets, pace: slowestPace })
    const report = await verifyUpload(deps.operations, stream, border)
    return c.json(report)
  })
}

function documentOctets(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,10}$/.test(text))
    throw new RequestError(400, 'BAD_REQUEST', 'documentOctets is not a number of octets')
  return Number(text)
}
