import { sql } from '../sql/sql.ts'
import { MOST_TRIES } from './outbox.ts'

/** What must hold of the outbox at any moment. */
export const OUTBOX_INVARIANTS = [
  {
    name: 'I17',
    promise: 'what happened is followed up or lies with a person: nothing waits for a day while the sweep ran',
    violations: sql`
      with ran as (
        select least((select max(recorded_at) from outbox), window_started_at) - interval '1 day' as until
        from rate_limits
        where limit_key = 'job:outbox'
      )
      select 'event ' || o.event_id || ' ' || o.name || ' of ' || o.party_id || ' waits since ' ||
        o.recorded_at as detail
      from ran
      join outbox o on o.recorded_at < ran.until
      where o.delivered_at is null and o.tried_count < ${MOST_TRIES}
      limit 100`,
  },
]
