import { listParcelsWaiting, type Parcel, shownLabel } from '../../../domains/delivery/delivery.ts'
import { areasOf, findShops, listAddresses, type Rider, type Shop } from '../../../domains/identity/identity.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { cityName } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { placeOf } from '../parcel/parcel-view.ts'
import { routes } from '../routes.ts'

/** A parcel as a line of a list: where to go with it, and what it brings. */
export interface ParcelLine {
  href: string
  label: string
  way: 'fetch' | 'bring' | 'back'
  /** The shop to go to, or the area to bring it to. */
  where: string
  /** The other end, or the shop's place. */
  more: string
  cash_paisa: bigint
  state: 'at_door' | 'out' | 'again' | undefined
}

/** Parcels as lines. Areas are enough to plan a round; names and streets wait on each parcel's own page. */
export async function readLines(tx: Tx, visit: Visit, parcels: readonly Parcel[]): Promise<ParcelLine[]> {
  const [shops, areas] = await Promise.all([
    findShops(
      tx,
      parcels.map(({ party_id }) => party_id),
    ),
    areasOf(
      tx,
      parcels.map(({ buyer_id, address_id }) => ({ person_id: buyer_id, address_id })),
    ),
  ])
  return parcels.map((parcel) => lineOf(visit, parcel, shops.get(parcel.party_id), areas.get(parcel.address_id) ?? ''))
}

function lineOf(visit: Visit, parcel: Parcel, shop: Shop | undefined, area: string): ParcelLine {
  const label = shownLabel(parcel.label_code)
  const way = wayOfState(parcel.state)
  const shopName = shop?.name ?? ''
  const to = placeOf(visit, area, parcel.to_city_id)
  return {
    href: routes.parcel.href({ parcel: label }),
    label,
    way,
    where: way === 'bring' ? to : shopName,
    more: way === 'bring' ? shopName : placeOf(visit, shop?.area ?? '', parcel.from_city_id),
    cash_paisa: way === 'back' ? 0n : parcel.cod_paisa,
    state: stateOf(parcel),
  }
}

function wayOfState(state: Parcel['state']): ParcelLine['way'] {
  if (state === 'booked') return 'fetch'
  return state === 'refused' || state === 'returning' ? 'back' : 'bring'
}

function stateOf({ state, tries_count }: Parcel): ParcelLine['state'] {
  if (state === 'at_door' || state === 'out') return state
  return state === 'picked_up' && tries_count > 0 ? 'again' : undefined
}

export interface WaitingView {
  /** Undefined when we do not know where he rides. */
  city: { id: string; name: string } | undefined
  cities: readonly { id: string; name: string; count: number }[]
  lines: readonly ParcelLine[]
}

/** Parcels that nobody has taken: in the city he asks for, else where he lives, else the one where most wait. */
export async function readWaiting(tx: Tx, rider: Rider, visit: Visit, asked?: string): Promise<WaitingView> {
  const [waiting, addresses] = await Promise.all([
    listParcelsWaiting(tx, rider, undefined, 300),
    listAddresses(tx, { kind: 'person', person_id: rider.person_id }),
  ])
  const counts = new Map<string, number>()
  for (const { to_city_id } of waiting) counts.set(to_city_id, (counts.get(to_city_id) ?? 0) + 1)
  const nameOf = (id: string) => cityName(visit.locale, visit.market.cities, id)
  const cities = [...counts]
    .map(([id, count]) => ({ id, name: nameOf(id), count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
  const known = asked && visit.market.places.provinces.has(asked) ? asked : undefined
  const id = known ?? addresses[0]?.city_id ?? cities[0]?.id
  return {
    city: id === undefined ? undefined : { id, name: nameOf(id) },
    cities,
    lines: await readLines(
      tx,
      visit,
      waiting.filter(({ to_city_id }) => to_city_id === id),
    ),
  }
}
