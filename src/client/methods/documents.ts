// Methods that sign, verify and carry documents.

import type { DocumentMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import type * as schema from '../schema.generated.ts'
import { downloadDocument, uploadDocument } from '../transfer.ts'
import { bytesOf, documentOf } from './answers.ts'
import type { Requests } from './requests.ts'

export function documentsOf(requests: Requests): DocumentMethods {
  const { send, named, documentInput } = requests
  return {
    async signDocument({ document, onProgress, signal, ...rest }) {
      const input = { ...rest, document: await documentInput(document, { onProgress, signal }) }
      const answer = await send(operations.signDocument, named(input), signal)
      return { ...answer, document: documentOf(answer.document) }
    },
    async prepareSignature(input) {
      const answer = await send(operations.prepareSignature, { input })
      return {
        ...answer,
        preparation: bytesOf(answer.preparation),
        toBeSigned: bytesOf(answer.toBeSigned),
      }
    },
    async completeSignature(input) {
      const answer = await send(operations.completeSignature, named(input))
      return { ...answer, signature: bytesOf(answer.signature) }
    },
    async verifyDocument({ document, contents = [], onProgress, signal, ...rest }) {
      const inputs: schema.DocumentInput[] = []
      for (const content of contents) inputs.push(await documentInput(content, { signal }))
      const input = {
        ...rest,
        document: await documentInput(document, { onProgress, signal }),
        contents: inputs,
      }
      return send(operations.verifyDocument, { input }, signal)
    },
    uploadDocument: (content, transfer) => uploadDocument(requests, content, transfer),
    downloadDocument: (id, transfer) => downloadDocument(requests, id, transfer),
  }
}
