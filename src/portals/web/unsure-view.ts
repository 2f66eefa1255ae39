import type { DisputeRow } from '../../domains/orders/orders.ts'
import type { UnsureView } from '../ui/courier-unsure.tsx'
import type { Visit } from './visit.ts'

type Scans = Pick<DisputeRow, 'first_scan' | 'first_scan_at' | 'second_scan' | 'second_scan_at'>

/** Both scans of a courier in the reader's words; undefined when there are none. */
export function unsureView({ t, now }: Pick<Visit, 't' | 'now'>, it: Scans | undefined): UnsureView | undefined {
  if (!it?.second_scan) return undefined
  const said = (kind: string | null, at: Date | null) => ({
    what: t.maybe(`ui.scan.${kind}`) ?? kind ?? '',
    at: at ? t.moment(at, now) : '',
  })
  return { scans: [said(it.first_scan, it.first_scan_at), said(it.second_scan, it.second_scan_at)] }
}
