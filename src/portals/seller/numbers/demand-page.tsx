import type { Say } from '../../../kit/text/messages.ts'
import { Things, type ThingsView } from './parts.tsx'

export interface DemandView {
  t: Say
  rising: ThingsView
  found: ThingsView
  missed: ThingsView
  bands: ThingsView
  /** By which rules it is told; undefined before the first report. */
  how: string | undefined
  back: string
}

/** What the whole market asks for, told so that no shop and no person can be read out of it. */
export function DemandPage({ t, rising, found, missed, bands, how, back }: DemandView) {
  return (
    <>
      <h1>{t('numbers.market.title')}</h1>
      <div class="stack pair">
        <Things title={t('numbers.market.rising')} view={rising} />
        <Things title={t('numbers.market.bands')} view={bands} />
        <Things title={t('numbers.market.missed')} view={missed} />
        <Things title={t('numbers.market.found')} view={found} />
      </div>
      {how && <p class="facts">{how}</p>}
      <p>
        <a href={back}>{t('numbers.title')}</a>
      </p>
    </>
  )
}
