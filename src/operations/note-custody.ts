// A change of custodians is made in the keeper, where no gateway sees it; the gateway notices, and the log says so.

import { type Call, theService } from '../caller.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { findOffice, setCustodyInForce } from '../registry/office.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

const noted = new WeakMap<CustodyState, true>()

/** Makes an entry when the custody is another than the one known last, also when it was changed while nobody looked. */
export async function noteCustody(deps: Deps, custody: CustodyState): Promise<void> {
  // The same object is told until something changes; an idle service asks the database nothing.
  if (noted.has(custody)) return
  const office = await asService(deps, findOffice)
  if (office === undefined) return
  const { custodyId, kind, custodians } = custody
  if (office.custodyInForce !== custodyId) {
    if (office.custodyInForce !== null) {
      const call: Call = { requestId: deps.newId(), caller: theService }
      await record(deps, call, {
        operation: 'changeCustody',
        unitId: null,
        details: { kind, custodians: String(custodians), custody: custodyId, before: office.custodyInForce },
      })
    }
    await asService(deps, (tx) => setCustodyInForce(tx, custodyId))
  }
  noted.set(custody, true)
}
