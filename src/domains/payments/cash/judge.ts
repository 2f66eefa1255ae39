import { assert } from '../../../kit/errors/refusal.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { RemittanceLine } from './shape.ts'

/**
 * What is agreed with a courier about what it may take off. Null is not agreed, so it is not checked; what has no name
 * of its own (insurance, the way home) always has an end.
 */
export interface ChargeTerms {
  readonly pays_ahead: boolean
  readonly most_shipment_paisa: Paisa | null
  readonly most_other_paisa: Paisa
  readonly handling_basis_points: number | null
  readonly fuel_basis_points: number | null
  readonly gst_basis_points: number | null
  readonly income_tax_basis_points: number
  readonly sales_tax_basis_points: number
}

/** What we know of a parcel when a courier tells of its money. */
export interface KnownParcel {
  readonly shop_id: string
  readonly order_id: string
  /** Cash of this parcel that the courier still has; 0n when none was due, or it came before. */
  readonly cod_due_paisa: Paisa
  readonly place: 'on_way' | 'delivered' | 'back'
  /** Paid by the courier before delivery, and not settled. */
  readonly advance_paisa: Paisa
  /** Open breaks of this parcel: what it owes us for it, and what it paid that nobody can explain. */
  readonly short_paisa: Paisa
  readonly over_paisa: Paisa
}

export type Verdict =
  | 'ok'
  | 'short'
  | 'wrong_charge'
  | 'over'
  | 'unknown'
  | 'undelivered'
  | 'advance'
  | 'claw_back'
  | 'charge'

/** What a line does to the money. Everything in it adds up to the line's own net. */
export interface Judgement {
  readonly verdict: Verdict
  /** What the courier should have paid. */
  readonly due_paisa: Paisa
  /** Cash of the parcel that is handed in by this line, whole. */
  readonly cod_paisa: Paisa
  readonly freight_paisa: Paisa
  readonly handling_paisa: Paisa
  readonly gst_paisa: Paisa
  readonly income_tax_paisa: Paisa
  readonly sales_tax_paisa: Paisa
  /** Above zero it was paid ahead now; below zero an earlier advance is settled. */
  readonly advance_paisa: Paisa
  /** Above zero the courier owes more, below zero it has paid what it owed. */
  readonly short_paisa: Paisa
  /** Above zero more is unexplained, below zero it has been taken back. */
  readonly over_paisa: Paisa
}

const NOTHING = {
  cod_paisa: 0n,
  freight_paisa: 0n,
  handling_paisa: 0n,
  gst_paisa: 0n,
  income_tax_paisa: 0n,
  sales_tax_paisa: 0n,
  advance_paisa: 0n,
  short_paisa: 0n,
  over_paisa: 0n,
}

/** Couriers take whole rupees: a share that was rounded up is still as agreed. */
const ROUNDING_PAISA = 100n

/** Compares what a courier says of one parcel with what we know. Pure. */
export function judge(line: RemittanceLine, known: KnownParcel | undefined, terms: ChargeTerms): Judgement {
  const judgement = known ? judgeKnown(line, known, terms) : leaveOpen(line, 'unknown')
  assert(sumOf(judgement) === line.figures.net, 'a judged line adds up to what the courier paid')
  return judgement
}

function judgeKnown(line: RemittanceLine, known: KnownParcel, terms: ChargeTerms): Judgement {
  const { net, cod } = line.figures
  const cod_paisa = known.cod_due_paisa
  if (known.place !== 'delivered' && cod > 0n && net > 0n) {
    return known.place === 'on_way' && terms.pays_ahead
      ? { ...NOTHING, verdict: 'advance', due_paisa: net, advance_paisa: net }
      : leaveOpen(line, 'undelivered')
  }
  // Whoever pays a second time for a parcel takes nothing off a second time.
  const off = cod_paisa > 0n || net <= 0n ? charges(line, cod_paisa, terms) : NO_CHARGES
  const kept = off.freight_paisa + off.handling_paisa + off.gst_paisa + off.income_tax_paisa + off.sales_tax_paisa
  // An advance is settled by the payment for the delivered parcel, or taken back as far as the line reaches.
  const back = cod_paisa > 0n ? known.advance_paisa : least(known.advance_paisa, most(0n, -net - kept))
  const due_paisa = cod_paisa - kept - back
  const rest = settle(net - due_paisa, known)
  const { is_too_dear, ...taken } = off
  return {
    ...taken,
    cod_paisa,
    due_paisa,
    advance_paisa: -back,
    ...rest,
    verdict: verdictOf(line, known, { ...rest, is_too_dear, back, kept }),
  }
}

/** Nobody can say what it is for: it stays open, whole. */
function leaveOpen(line: RemittanceLine, verdict: 'unknown' | 'undelivered'): Judgement {
  const { net } = line.figures
  return { ...NOTHING, verdict, due_paisa: 0n, short_paisa: most(0n, -net), over_paisa: most(0n, net) }
}

function verdictOf(
  line: RemittanceLine,
  known: KnownParcel,
  found: { short_paisa: Paisa; over_paisa: Paisa; is_too_dear: boolean; back: Paisa; kept: Paisa },
): Verdict {
  if (found.short_paisa > 0n) return found.is_too_dear ? 'wrong_charge' : 'short'
  if (found.over_paisa > 0n) return 'over'
  if (known.cod_due_paisa > 0n || line.figures.net > 0n) return 'ok'
  if (found.back > 0n) return 'claw_back'
  return found.kept !== 0n ? 'charge' : 'ok'
}

/** More or less than was due goes first against what was open for the same parcel. */
function settle(difference: Paisa, known: KnownParcel): { short_paisa: Paisa; over_paisa: Paisa } {
  if (difference >= 0n) {
    const paid = least(difference, known.short_paisa)
    return { short_paisa: -paid, over_paisa: difference - paid }
  }
  const taken = least(-difference, known.over_paisa)
  return { short_paisa: -difference - taken, over_paisa: -taken }
}

const NO_CHARGES = {
  freight_paisa: 0n,
  handling_paisa: 0n,
  gst_paisa: 0n,
  income_tax_paisa: 0n,
  sales_tax_paisa: 0n,
  is_too_dear: false,
}

/** What the courier took off, as far as it was agreed. What goes beyond is not accepted: the courier owes it. */
function charges(line: RemittanceLine, base: Paisa, terms: ChargeTerms): typeof NO_CHARGES {
  const { figures } = line
  const shipment = upTo(figures.shipment, terms.most_shipment_paisa)
  const handling = upTo(figures.handling, partOf(base, terms.handling_basis_points))
  const fuel = upTo(figures.fuel, partOf(shipment, terms.fuel_basis_points))
  const gst = upTo(figures.gst, partOf(shipment + handling + fuel, terms.gst_basis_points))
  const income = upTo(figures.income_tax, partOf(base, terms.income_tax_basis_points))
  const sales = upTo(figures.sales_tax, partOf(base, terms.sales_tax_basis_points))
  const other = least(figures.other, terms.most_other_paisa)
  const taxes = figures.gst + figures.income_tax + figures.sales_tax
  const told = figures.shipment + figures.handling + figures.fuel + figures.other + taxes
  return {
    freight_paisa: shipment + fuel + other,
    handling_paisa: handling,
    gst_paisa: gst,
    income_tax_paisa: income,
    sales_tax_paisa: sales,
    is_too_dear: shipment + handling + fuel + other + gst + income + sales < told,
  }
}

function partOf(base: Paisa, basisPoints: number | null): Paisa | null {
  return basisPoints === null ? null : share(most(0n, base), basisPoints) + (base > 0n ? ROUNDING_PAISA : 0n)
}

function upTo(told: Paisa, agreed: Paisa | null): Paisa {
  return agreed === null ? told : least(told, agreed)
}

function sumOf(judged: Judgement): Paisa {
  const kept =
    judged.freight_paisa + judged.handling_paisa + judged.gst_paisa + judged.income_tax_paisa + judged.sales_tax_paisa
  return judged.cod_paisa - kept + judged.advance_paisa - judged.short_paisa + judged.over_paisa
}

const least = (a: Paisa, b: Paisa): Paisa => (a < b ? a : b)
const most = (a: Paisa, b: Paisa): Paisa => (a > b ? a : b)
