import { genericRemittance } from '../../src/adapters/courier/generic/remittance.ts'
import { leopards } from '../../src/adapters/courier/leopards/leopards.ts'
import { leopardsRemittance } from '../../src/adapters/courier/leopards/remittance.ts'
import { postexRemittance } from '../../src/adapters/courier/postex/remittance.ts'
import { tcsRemittance } from '../../src/adapters/courier/tcs/remittance.ts'
import type { Courier, CourierStatus } from '../../src/domains/delivery/courier.ts'
import { ordersOfTrackings, parcelOfOrder, recordTracking } from '../../src/domains/delivery/delivery.ts'
import { followCourier, type OrderRow } from '../../src/domains/orders/orders.ts'
import {
  bookRemittance,
  keepRemittance,
  type RemittanceShape,
  readRemittance,
} from '../../src/domains/payments/payments.ts'
import { packWithProof } from '../../src/domains/trust/trust.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { atOf, placed, type Trade } from './trade.ts'

/** How each courier writes what it pays. */
export const SHAPES: ReadonlyMap<string, RemittanceShape> = new Map(
  [leopardsRemittance, postexRemittance, tcsRemittance, genericRemittance('trax')].map((shape) => [
    shape.courier,
    shape,
  ]),
)

/** A courier by its name; nobody asks it anything here. */
export function courierNamed(name: string): Courier {
  const nowhere = { base_url: 'http://127.0.0.1:1', api_key: 'k', api_password: 'p', shipper_id: 1, timeout_ms: 50 }
  return { ...leopards(nowhere), name, holder: name }
}

const PROOF = { photos: [{ name: 'a'.repeat(64), colour: '#886644' }] }

/** An order that Bilal has packed for a courier, which gave it a number. */
export async function withCourier(tx: Tx, at: Trade, courier: string, tracking: string): Promise<OrderRow> {
  const order = await placed(tx, at)
  await packWithProof(tx, at.bilal, atOf(order), { ...PROOF, carrier: courier })
  const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
  if (!parcel) throw new Error('a packed order has a parcel')
  await recordTracking(tx, parcel, tracking)
  return order
}

/** The courier says what happened to the parcel of an order. */
export async function told(tx: Tx, order: OrderRow, status: CourierStatus): Promise<void> {
  const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
  if (!parcel) throw new Error('a packed order has a parcel')
  const said = { tracking_number: parcel.tracking, status, said: status, reason: '', received_by: '' }
  await followCourier(tx, courierNamed(parcel.carrier), parcel, { ...said, happened: tx.now.toISOString() })
}

/** The courier delivered it and has its cash. */
export async function deliveredBy(tx: Tx, at: Trade, courier: string, tracking: string): Promise<OrderRow> {
  const order = await withCourier(tx, at, courier, tracking)
  await told(tx, order, 'delivered')
  return order
}

/** Reads, keeps and books a courier's file. Returns its id. */
export async function remitted(
  db: Database,
  at: Trade,
  courier: string,
  file: { name: string; bytes: string | Uint8Array },
): Promise<string> {
  const shape = SHAPES.get(courier)
  if (!shape) throw new Error(`no shape for ${courier}`)
  const read = await readRemittance(shape, file.name, Buffer.from(file.bytes))
  const file_id = await db.tx((tx) => keepRemittance(tx, at.dania, courier, read))
  await bookRemittance(db, at.dania, { file_id, courier }, ordersOfTrackings)
  return file_id
}

const LEOPARDS_HEADINGS = [
  ...['Sr', 'CN #', 'Consignee', 'COD Amount', 'Shipment Charges', 'Cash Handling', 'Fuel Surcharge', 'GST'],
  ...['WHT', 'ST', 'Net Amount', 'Cheque No', 'Cheque Date'],
]

/** A line of Leopards for an order of Rs 2,650 with its usual charges; any figure can be another. */
export function leopardsLine(
  tracking: string,
  other: Partial<Record<'cod' | 'shipment' | 'net' | 'cheque', string>> = {},
) {
  const { cod = '2,650.00', shipment = '180', net = '2,283.58', cheque = 'LHE-7781' } = other
  return ['1', tracking, 'A. Khan', cod, shipment, '26.50', '18', '35.92', '53', '53', net, cheque, '05-01-2026']
}

/** Leopards' sheet as CSV, with its title above. */
export function leopardsFile(lines: readonly (readonly string[])[], total?: string): string {
  const rows = [['Leopards Courier Services'], [], LEOPARDS_HEADINGS, ...lines]
  if (total) rows.push(['', 'Total', '', '', '', '', '', '', '', '', total, '', ''])
  return rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')).join('\r\n')
}
