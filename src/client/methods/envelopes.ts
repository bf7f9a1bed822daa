// Methods that seal and open.

import { exchangeRecipients } from '../../formats/envelope/exchange-recipients.ts'
import { type Opener, sealedRecipientInfos } from '../../formats/envelope/open.ts'
import { ChanceryError } from '../chancery-error.ts'
import type { EnvelopeMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { openContent, openContentSource, type SealingPlatform, sealContent, sourceOf } from '../sealing.ts'
import { bytesOf, documentOf } from './answers.ts'
import type { Requests } from './requests.ts'

export function envelopesOf(
  { send, named, documentInput }: Requests,
  platform: SealingPlatform,
): EnvelopeMethods {
  /** The service opens the content key alone: neither content nor envelope passes through it. */
  function serviceOpener(key: string | undefined): Opener {
    return async (recipientInfos) => {
      const input = { recipientInfos, ...(key !== undefined && { key }) }
      const { contentKey } = await send(operations.openEnvelope, { input })
      if (contentKey === null)
        throw new ChanceryError('the answer holds no content key', {
          code: 'UNEXPECTED_ANSWER',
          retryable: false,
        })
      return [bytesOf(contentKey)]
    }
  }

  return {
    seal: (request) => sealContent(request, platform),
    open: (request) => openContent(request, serviceOpener(request.key)),
    openSource: (request) => openContentSource(request, serviceOpener(request.key)),
    async exchangeRecipients({ envelope, key, ...change }) {
      const source = sourceOf(envelope)
      const recipientInfos = await sealedRecipientInfos(source)
      const input = {
        items: [{ recipientInfos }],
        ...(key !== undefined && { key }),
        addUnits: change.addUnits ?? [],
        addCertificatesPem: change.addCertificates ?? [],
        removeUnits: change.removeUnits ?? [],
        removeCertificatesPem: change.removeCertificates ?? [],
      }
      const [outcome] = (await send(operations.rewrapEnvelope, { input })).outcomes
      if (outcome === undefined || !('recipientInfos' in outcome))
        throw new ChanceryError(outcome?.message ?? 'the answer holds no outcome', {
          code: outcome?.code ?? 'UNEXPECTED_ANSWER',
          retryable: outcome?.retryable ?? false,
        })
      return exchangeRecipients(source, bytesOf(outcome.recipientInfos))
    },
    async sealEnvelope({ document, onProgress, signal, ...rest }) {
      const input = { ...rest, document: await documentInput(document, { onProgress, signal }) }
      const answer = await send(operations.sealEnvelope, named(input), signal)
      return { ...answer, document: documentOf(answer.document) }
    },
    async openEnvelope({ envelope, onProgress, signal, ...rest }) {
      const input = {
        ...rest,
        ...(envelope !== undefined && {
          envelope: await documentInput(envelope, { onProgress, signal }),
        }),
      }
      const answer = await send(operations.openEnvelope, { input }, signal)
      return {
        ...answer,
        document: answer.document === null ? null : documentOf(answer.document),
        contentKey: answer.contentKey === null ? null : bytesOf(answer.contentKey),
      }
    },
    async rewrapEnvelope(input) {
      const { outcomes } = await send(operations.rewrapEnvelope, { input })
      return outcomes.map((outcome) =>
        'recipientInfos' in outcome
          ? { ...outcome, recipientInfos: bytesOf(outcome.recipientInfos) }
          : outcome,
      )
    },
  }
}
