import type { Say } from '../../../kit/text/messages.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import type { ParcelLine } from './rounds-view.ts'

const WAYS: Readonly<Record<ParcelLine['way'], IconName>> = { fetch: 'shop', bring: 'door', back: 'back' }

/** Parcels to tap, each a line as high as a thumb. */
export function ParcelList({ t, lines }: { t: Say; lines: readonly ParcelLine[] }) {
  return (
    <ul class="rows">
      {lines.map((line) => (
        <li key={line.label}>
          <a href={line.href}>
            <Icon name={WAYS[line.way]} />
            <span class="grow">
              <b>
                <bdi>{line.where}</bdi>
              </b>
              <small>
                <bdi>{line.more}</bdi>
              </small>
              <small>
                <Code>{line.label}</Code>{' '}
                {line.state && (
                  <Badge tone={line.state === 'again' ? 'stop' : 'trust'}>{t(`rider.state.${line.state}`)}</Badge>
                )}
              </small>
            </span>
            {line.cash_paisa > 0n && (
              <span class="money">
                <Rupees t={t} paisa={line.cash_paisa} />
              </span>
            )}
          </a>
        </li>
      ))}
    </ul>
  )
}
