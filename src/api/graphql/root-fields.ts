// Validation rule: how many root fields an operation may have, counted through aliases, fragments and spreads.

import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { limitError, limits } from './limits.ts'

const verifications: ReadonlySet<string> = new Set(['verifyDocument', 'verify'])

/**
 * A mutation has one root field, `__typename` not counted: authorisation, idempotency and the reply are then about
 * one act, and a thousand signatures cannot hide behind aliases. Directives are not believed: `@include(if: $x)`
 * counts whatever `$x` is.
 */
export function rootFieldsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const { all, verifying } = countFields(
        operation.selectionSet,
        (name) => context.getFragment(name),
        new Map(),
      )
      if (operation.operation === 'mutation' && all > limits.rootMutations) {
        context.reportError(limitError('A request holds at most one root mutation field.'))
      }
      if (verifying > limits.verifications) {
        context.reportError(limitError(`A request holds at most ${limits.verifications} verifications.`))
      }
    },
  }
}

type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined

interface FieldCounts {
  readonly all: number
  readonly verifying: number
}

const none: FieldCounts = { all: 0, verifying: 0 }

/** @param known counts of fragments, so that spreads of spreads cannot multiply work; a cycle counts nothing. */
function countFields(
  selectionSet: SelectionSetNode,
  find: FindFragment,
  known: Map<string, FieldCounts>,
): FieldCounts {
  let { all, verifying } = none
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value
      if (name !== '__typename') all++
      if (verifications.has(name)) verifying++
    } else {
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? countFields(selection.selectionSet, find, known)
          : countFragment(selection.name.value, find, known)
      all += inner.all
      verifying += inner.verifying
    }
  }
  return { all, verifying }
}

function countFragment(name: string, find: FindFragment, known: Map<string, FieldCounts>): FieldCounts {
  const before = known.get(name)
  if (before !== undefined) return before
  known.set(name, none)
  const definition = find(name)
  const counts = definition ? countFields(definition.selectionSet, find, known) : none
  known.set(name, counts)
  return counts
}
