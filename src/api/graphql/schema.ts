// The schema that the server runs: schema.graphql as it stands, with resolvers, scalars and the access table.

import { readFileSync } from 'node:fs'
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLInputFieldMap,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { createSchema } from 'graphql-yoga'
import { ServiceError } from '../../errors.ts'
import { accessOf } from './access.ts'
import type { Context } from './context.ts'
import { enums } from './enums.ts'
import {
  Application,
  applicationMutations,
  applicationQueries,
  Token,
  WorkloadTrust,
} from './resolvers/applications.ts'
import { Authority, Certificate, certificateMutations, certificateQueries } from './resolvers/certificates.ts'
import { dataMutations, dataQueries } from './resolvers/data.ts'
import { devicesMutations, OidcSubject, Passkey, Session } from './resolvers/devices.ts'
import {
  CertificateSummary,
  Document,
  documentMutations,
  documentQueries,
  SignatureReport,
  TimestampReport,
  ValidationReport,
} from './resolvers/documents.ts'
import { envelopeMutations, envelopeQueries } from './resolvers/envelopes.ts'
import { Incident, IncidentItem, incidentMutations, incidentQueries } from './resolvers/incidents.ts'
import { Key, KeyVersion, keyMutations, keyQueries } from './resolvers/keys.ts'
import { AcceptLogPayload, AuditEntry, logMutations, logQueries, SignatureReceipt } from './resolvers/log.ts'
import { officeQueries } from './resolvers/office.ts'
import { Grant, HeldGrant, Person, peopleMutations, peopleQueries, Viewer } from './resolvers/people.ts'
import {
  ApprovalRule,
  ApprovedSignature,
  Proposal,
  ProposalApproval,
  ProposalParty,
  proposalMutations,
  proposalQueries,
} from './resolvers/proposals.ts'
import { rawMutations, rawQueries } from './resolvers/raw-signatures.ts'
import { TrustAnchor, trustAnchorMutations, trustAnchorQueries } from './resolvers/trust-anchors.ts'
import {
  ApplicationForecast,
  KeyForecast,
  Unit,
  UnitForecast,
  unitMutations,
  unitQueries,
} from './resolvers/units.ts'
import { Base64, DateTime } from './scalars.ts'
import type { MutationResolvers, QueryResolvers } from './schema.generated.ts'

// `Required` makes a root field without a resolver fail to compile.
const Query: Required<QueryResolvers> = {
  ...officeQueries,
  ...unitQueries,
  ...keyQueries,
  ...certificateQueries,
  ...trustAnchorQueries,
  ...applicationQueries,
  ...peopleQueries,
  ...documentQueries,
  ...envelopeQueries,
  ...rawQueries,
  ...dataQueries,
  ...proposalQueries,
  ...incidentQueries,
  ...logQueries,
}

const Mutation: Required<MutationResolvers> = {
  ...unitMutations,
  ...keyMutations,
  ...certificateMutations,
  ...trustAnchorMutations,
  ...applicationMutations,
  ...peopleMutations,
  ...documentMutations,
  ...envelopeMutations,
  ...rawMutations,
  ...dataMutations,
  ...proposalMutations,
  ...incidentMutations,
  ...logMutations,
  ...devicesMutations,
}

export const resolvers = {
  Query,
  Mutation,
  Unit,
  UnitForecast,
  KeyForecast,
  ApplicationForecast,
  Key,
  KeyVersion,
  Incident,
  IncidentItem,
  Authority,
  Certificate,
  TrustAnchor,
  Application,
  Token,
  Viewer,
  HeldGrant,
  Person,
  Grant,
  Passkey,
  Session,
  Proposal,
  ProposalParty,
  ProposalApproval,
  ApprovedSignature,
  ApprovalRule,
  OidcSubject,
  WorkloadTrust,
  AuditEntry,
  SignatureReceipt,
  AcceptLogPayload,
  Document,
  ValidationReport,
  CertificateSummary,
  SignatureReport,
  TimestampReport,
  Base64,
  DateTime,
  ...enums,
}

/** The text of the contract, which this process reads once. */
export const typeDefs = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')

export function loadSchema(): GraphQLSchema {
  const schema = createSchema<Context>({
    typeDefs,
    resolvers,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
    // A test validates the schema; building it once, and not for each kind of resolver, halves the time of every start.
    assumeValid: true,
    assumeValidSDL: true,
    noLocation: true,
    updateResolversInPlace: true,
  })
  guard(schema)
  hastenInput(schema)
  return schema
}

/**
 * What an input type may hold is gone through for every value of it. graphql gathers that in objects that V8 keeps as
 * dictionaries, and listing one takes longer than reading a short value.
 */
function hastenInput(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInputObjectType(type)) continue
    // Without a prototype as before, or every object would have a field `constructor`.
    const fields: GraphQLInputFieldMap = Object.setPrototypeOf({ ...type.getFields() }, null)
    type.getFields = () => fields
  }
}

/** A field that needs a token says so itself, whatever leads to it and whatever its operation checks. */
function guard(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) field.resolve = recordingDenials(field.resolve)
      if (field.resolve !== undefined && roots.has(type.name)) field.resolve = observed(field.resolve)
      if (accessOf(type.name, field.name) === 'anonymous') continue
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = (parent, args, context: Context, info) => {
        if (context.call.caller.kind === 'anonymous') {
          throw new ServiceError('UNAUTHENTICATED', 'this needs a token: Authorization: Bearer …')
        }
        return resolve(parent, args, context, info)
      }
    }
  }
}

const roots: ReadonlySet<string> = new Set(['Query', 'Mutation'])

function observed(resolve: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> {
  return (parent, args, context, info) =>
    context.observe(info.fieldName, () => resolve(parent, args, context, info))
}

/** What a field refuses is kept under its name in the schema: an alias is the sender's word. */
function recordingDenials(
  resolve: GraphQLFieldResolver<unknown, Context>,
): GraphQLFieldResolver<unknown, Context> {
  return (parent, args, context, info) => {
    const recorded = async (error: unknown): Promise<never> => {
      await context.deps.denials.record(context.call, info.fieldName, error)
      throw error
    }
    try {
      const value: unknown = resolve(parent, args, context, info)
      return value instanceof Promise ? value.catch(recorded) : value
    } catch (error) {
      return recorded(error)
    }
  }
}
