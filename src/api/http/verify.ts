// `/verify`: the page on which anyone checks a document, whom this office trusts, and a door for programs without an engine.

import { officeTrust, trustAsJson, trustAsPem } from '../../operations/office-trust.ts'
import { maxVerifiedOctets, verifyUpload } from '../../operations/verify-upload.ts'
import { requireMediaType, slowestPace, streamBody } from './body.ts'
import type { HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'
import { addPage } from './web-files.ts'

export function addVerifyRoutes(app: Routes, deps: HttpDeps): void {
  // Before the page's own files, which lie below the same address.
  app.get('/verify/trust.json', async (c) => {
    deps.admission.admitStranger(c)
    const trust = trustAsJson(await officeTrust(deps.operations))
    c.env.outgoing.setHeader('Cache-Control', 'no-cache')
    return c.json(trust)
  })
  app.get('/verify/trust-anchors.pem', async (c) => {
    deps.admission.admitStranger(c)
    const pem = trustAsPem(await officeTrust(deps.operations))
    c.env.outgoing.setHeader('Cache-Control', 'no-cache')
    return c.body(pem, 200, { 'Content-Type': 'application/x-pem-file' })
  })
  addPage(app, deps.pages, '/verify')
  // Whoever types the name of the office alone wants what is for everybody.
  app.get('/', (c) => c.redirect('/verify'))

  // The body is the document; with `documentOctets` it is the detached signature followed by what it is about.
  app.post('/verify', async (c) => {
    deps.admission.admitStranger(c)
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
