import { sql } from '../../kit/sql/sql.ts'

/** What must hold of the looks at people at any moment. Its form is the ledger’s, which stands after this domain. */
export const IDENTITY_INVARIANTS = [
  {
    name: 'I18',
    promise: 'each look at a person says who looked, in which role, at what and why, and is of a person we know',
    violations: sql`
      select 'look ' || l.access_id || ' at ' || l.party_id || ' as ' || l.actor_role || ' for ' || l.purpose as detail
      from access_log l
      left join people p on p.party_id = l.party_id
      where p.party_id is null or l.purpose = '' or cardinality(l.fields) = 0
        or (l.actor_id is null) <> (l.actor_role = 'system')
        or (l.shop_id is null) = (l.actor_role in ('owner', 'staff', 'helper'))
      limit 100`,
  },
]
