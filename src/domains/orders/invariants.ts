import { sql } from '../../kit/sql/sql.ts'
import type { Invariant } from '../ledger/ledger.ts'
import { ORDER_STATES, STEPS } from './process.ts'

/** The declared paths as rows, so that the database can check each order's own path against them. */
const EDGES = ORDER_STATES.flatMap((from) => Object.entries(STEPS[from]).map(([step, to]) => ({ from, step, to })))

/** What must hold of orders at any moment. */
export const ORDER_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I10',
    promise: 'the path of each order is a path of the process, and it ends where the order stands',
    violations: sql`
      with edges as (
        select *
        from unnest(${EDGES.map(({ from }) => from)}::text[], ${EDGES.map(({ step }) => step)}::text[],
          ${EDGES.map(({ to }) => to)}::text[]) as edge (from_state, step, to_state)
      ), path as (
        select s.party_id, s.order_id, s.step_number, s.step, s.from_state, s.to_state,
          lag(s.to_state) over way as came_from, lead(s.step_number) over way as next_number,
          lag(s.step_number) over way as last_number
        from order_steps s
        window way as (partition by s.party_id, s.order_id order by s.step_number)
      )
      select 'order ' || p.order_id || ' step ' || p.step_number || ' ' || p.step || ' from ' || p.from_state ||
        ' to ' ||
        p.to_state as detail
      from path p
      join orders o on o.party_id = p.party_id and o.order_id = p.order_id
      where (p.step_number = 1 and p.step <> 'place')
        or (p.step_number > 1 and (p.came_from is distinct from p.from_state or p.last_number <> p.step_number - 1))
        or (p.step_number > 1 and not exists (
          select 1 from edges e where e.from_state = p.from_state and e.step = p.step and e.to_state = p.to_state))
        or (p.next_number is null and p.to_state <> o.state)
      limit 100`,
  },
  {
    name: 'I6',
    promise: 'an order that is over holds no money, and only completed orders paid a shop',
    violations: sql`
      select 'order ' || o.order_id || ' is ' || o.state || ' and its hold is ' || coalesce(h.state,
        'missing') as detail
      from orders o
      left join holds h on h.party_id = o.party_id and h.order_id = o.order_id
      where h.state is null
        or (o.state = 'completed') <> (h.state = 'released')
        or (o.state in ('cancelled', 'expired', 'refused', 'returned') and h.state not in ('void', 'refunded',
          'reversed'))
        or (o.state not in ('completed', 'cancelled', 'expired', 'refused', 'returned')
          and h.state not in ('promised', 'funded'))
      limit 100`,
  },
  {
    name: 'I12',
    promise: 'while a second look is not answered, what was earned by the decision is held',
    violations: sql`
      select 'order ' || a.order_id || ' waits for a second look, and its earning is not held' as detail
      from order_appeals a
      join earnings e on e.party_id = a.party_id and e.order_id = a.order_id
      where a.answer is null and e.payout_id is null
        and (e.held_until is null or e.held_until < a.asked_at + interval '1 year')
      limit 100`,
  },
  {
    name: 'I13',
    promise: 'no step of an order without its event, as far back as events are kept',
    violations: sql`
      with kept as (
        select coalesce((select recorded_before from outbox_forgotten), '-infinity') as since
      )
      select 'order ' || o.order_id || ' took ' || count(distinct s.step_number) || ' steps and told ' ||
        count(distinct e.event_id) as detail
      from kept
      join order_steps s on s.taken_at >= kept.since
      join orders o on o.party_id = s.party_id and o.order_id = s.order_id
      left join outbox e on e.party_id = o.party_id and e.name like 'order.%' and e.name <> 'order.release_near'
        and e.payload ->> 'order_id' = o.order_id::text and e.recorded_at >= kept.since
      group by o.party_id, o.order_id
      having count(distinct s.step_number) <> count(distinct e.event_id)
      limit 100`,
  },
  {
    name: 'I17',
    promise: 'time takes its steps: no order waits a day for one while the round that takes it ran',
    violations: sql`
      with ran as (
        select least((select max(moved_at) from orders), window_started_at) - interval '1 day' as until
        from rate_limits
        where limit_key = 'job:deadlines'
      )
      select 'order ' || o.order_id || ' waits for ' || o.due_step || ' since ' || o.due_at as detail
      from ran
      join orders o on o.due_at < ran.until
      join holds h on h.party_id = o.party_id and h.order_id = o.order_id
      where o.frozen_at is null and (o.due_step <> 'release' or h.state = 'funded')
      limit 100`,
  },
  {
    name: 'I17',
    promise: 'an order that came stands still for its courier as long as that contradicts itself, and no longer',
    violations: sql`
      select 'order ' || o.order_id || ' is ' || o.state || ', frozen for ' || coalesce(o.frozen_for, 'nothing') ||
        ', and its courier ' || case when d.order_id is null then 'is clear' else 'contradicts itself' end as detail
      from orders o
      left join order_disputes d on d.party_id = o.party_id and d.order_id = o.order_id and d.opened_by = 'courier'
        and d.ended_at is null
      where (o.frozen_for = 'courier' and d.order_id is null)
        or (d.order_id is not null and o.state in ('delivered', 'inspecting') and o.frozen_at is null)
      limit 100`,
  },
]
