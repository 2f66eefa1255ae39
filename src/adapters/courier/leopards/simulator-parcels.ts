import { randomInt } from 'node:crypto'
import { readJsonFile, writeJsonFile } from '../../simulator-file.ts'

/** One scan, in Leopards' words. */
export interface Scan {
  readonly said: string
  readonly reason: string
  readonly at: number
}

/** A parcel as the simulated courier remembers it. It keeps no name, number or address of a person. */
export interface SimulatedParcel {
  readonly number: string
  readonly order_id: string
  readonly cod_rupees: number
  readonly weight_grams: number
  readonly from_city: number
  readonly to_city: number
  readonly instructions: string
  /** What is still to come, the next scan first. */
  ahead: readonly (readonly [said: string, reason: string])[]
  scans: Scan[]
}

const TO_THE_DOOR = [
  ['Arrived at Station', ''],
  ['Dispatched', ''],
  ['Assign to Courier', ''],
] as const
const DELIVERED = ['Delivered', ''] as const
const HOME = [
  ['Being Return', ''],
  ['Returned to shipper', ''],
] as const

/** What happens to a parcel, by the last three digits of the buyer's phone. All others arrive at the first try. */
export function journeyFor(phone: string): SimulatedParcel['ahead'] {
  if (phone.endsWith('780')) return [...TO_THE_DOOR, ['Pending', 'Consignee refused to accept'], ...HOME]
  if (phone.endsWith('781')) {
    return [...TO_THE_DOOR, ['Pending', 'Consignee not available'], ['Assign to Courier', ''], DELIVERED]
  }
  return [...TO_THE_DOOR, DELIVERED]
}

const MOST_PARCELS = 5_000

/** The simulated courier's parcels, in a file when one is given. */
export class ParcelShelf {
  readonly #parcels = new Map<string, SimulatedParcel>()
  readonly #file: string | undefined
  readonly #stepMs: number | undefined

  /** Without a time for each step, parcels move only by advance(). */
  constructor(file: string | undefined, stepMs: number | undefined) {
    this.#file = file
    this.#stepMs = stepMs
    const { parcels = [] }: { parcels?: SimulatedParcel[] } = file ? readJsonFile(file) : {}
    for (const parcel of parcels) this.#parcels.set(parcel.number, parcel)
  }

  add(parcel: Omit<SimulatedParcel, 'number' | 'scans'> & { readonly number?: string }, now: Date): SimulatedParcel {
    const number = parcel.number ?? this.#freeNumber()
    const added = { ...parcel, number, scans: [{ said: 'Pickup Request Sent', reason: '', at: now.getTime() }] }
    this.#parcels.set(number, added)
    const [oldest] = this.#parcels.keys()
    if (this.#parcels.size > MOST_PARCELS && oldest !== undefined) this.#parcels.delete(oldest)
    this.#save()
    return added
  }

  /** A parcel as it is now. */
  find(number: string, now: Date): SimulatedParcel | undefined {
    const parcel = this.#parcels.get(number)
    if (parcel) this.#letTimeWork(parcel, now)
    return parcel
  }

  byOrder(orderId: string, now: Date): readonly SimulatedParcel[] {
    const ours = [...this.#parcels.values()].filter((parcel) => parcel.order_id === orderId)
    for (const parcel of ours) this.#letTimeWork(parcel, now)
    return ours
  }

  /** One scan further. False when the parcel is at its end. */
  advance(parcel: SimulatedParcel, at: number): boolean {
    const [next, ...rest] = parcel.ahead
    if (!next) return false
    parcel.ahead = rest
    parcel.scans.push({ said: next[0], reason: next[1], at })
    this.#save()
    return true
  }

  /** From the door back to the shop. */
  refuse(parcel: SimulatedParcel, reason: string, at: number) {
    parcel.ahead = [['Pending', reason], ...HOME]
    this.advance(parcel, at)
  }

  /** Called off; only before it is collected. */
  cancel(parcel: SimulatedParcel, at: number): boolean {
    if (lastScan(parcel).said !== 'Pickup Request Sent') return false
    parcel.ahead = [['Cancelled', '']]
    return this.advance(parcel, at)
  }

  #letTimeWork(parcel: SimulatedParcel, now: Date) {
    if (this.#stepMs === undefined) return
    let next = lastScan(parcel).at + this.#stepMs
    while (next <= now.getTime() && this.advance(parcel, next)) next += this.#stepMs
  }

  #freeNumber(): string {
    for (;;) {
      const number = `KI${String(randomInt(100_000_000)).padStart(8, '0')}`
      if (!this.#parcels.has(number)) return number
    }
  }

  #save() {
    if (this.#file) writeJsonFile(this.#file, { parcels: [...this.#parcels.values()] })
  }
}

export function lastScan(parcel: SimulatedParcel): Scan {
  const last = parcel.scans.at(-1)
  if (!last) throw new Error('broken promise: a booked parcel has a scan')
  return last
}
