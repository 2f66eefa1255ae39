import { sql } from '../../kit/sql/sql.ts'
import { stockViolations } from './store.ts'

/** What must hold of stock at any moment. Its form is the ledger's, which stands after this domain. */
export const OFFER_INVARIANTS = [
  {
    name: 'I9',
    promise: 'on hand >= reserved >= 0, live reservations are what is reserved, and sold is stocked less on hand',
    violations: sql`
      select 'variant ' || variant_id || ' of ' || party_id || ': ' || detail as detail
      from (${stockViolations}) as found
      limit 100`,
  },
]
