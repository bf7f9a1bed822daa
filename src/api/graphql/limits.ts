// What one GraphQL request may cost: depth, aliases, tokens, one root mutation, a few verifications.

import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { rootFieldsRule } from './root-fields.ts'

export const limits = {
  /** Levels of fields. Introspection below `__schema` is bounded by graphql's own rule instead. */
  depth: 8,
  aliases: 15,
  tokens: 2000,
  /** Root fields of a mutation: one request, one act, one audit trail. */
  rootMutations: 1,
  /** Root fields that make the house calculate for anonymous callers. */
  verifications: 2,
} as const

/** Marks errors whose message is ours and holds nothing of the request, so that it may be told. */
export const limitExtension = 'chanceryLimit'

export function limitError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { [limitExtension]: true } })
}

/** @param introspection whether the schema may be asked for. */
export function limitPlugins(introspection: boolean): readonly Plugin[] {
  const depth = maxDepthRule({
    n: limits.depth,
    flattenFragments: true,
    ignoreIntrospection: true,
    propagateOnRejection: false,
    onReject: [
      (context) => context?.reportError(limitError(`The query is deeper than ${limits.depth} levels.`)),
    ],
  })
  const aliases = maxAliasesRule({
    n: limits.aliases,
    allowList: [],
    propagateOnRejection: false,
    onReject: [
      (context) => context?.reportError(limitError(`The query has more than ${limits.aliases} aliases.`)),
    ],
  })
  const rules: ValidationRule[] = [depth, aliases, rootFieldsRule]
  if (!introspection) rules.push(NoSchemaIntrospectionCustomRule)
  return [
    maxTokensPlugin({
      n: limits.tokens,
      onReject: [
        () => {
          throw limitError(`The query has more than ${limits.tokens} tokens.`)
        },
      ],
    }),
    {
      onValidate({ addValidationRule }) {
        for (const rule of rules) addValidationRule(rule)
      },
    },
    blockFieldSuggestionsPlugin(),
  ]
}
