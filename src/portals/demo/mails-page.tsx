import type { Say } from '../../kit/text/messages.ts'
import { Narrow, Panel } from '../ui/layout.tsx'
import { Crumbs } from '../ui/navigation.tsx'
import { EmptyState } from '../ui/notice.tsx'
import type { DemoPhones } from '../web/market.ts'
import { routes } from './routes.ts'

/** What the market sent by e-mail, the newest first. */
export function MailsPage({ t, now, mails }: { t: Say; now: Date; mails: ReturnType<DemoPhones['mails']> }) {
  return (
    <Narrow>
      <Crumbs
        label={t('demo.title')}
        items={[{ label: t('demo.title'), href: routes.phones.href() }, { label: t('demo.mails') }]}
      />
      <h1>{t('demo.mails')}</h1>
      <p>{t('demo.mails.words')}</p>
      {mails.length === 0 && <EmptyState icon="chat" title={t('demo.mails.none')} />}
      {mails.map(({ to, subject, text, at, files }, index) => (
        <Panel key={`${at.getTime()}-${index}`}>
          <h2 class="plain" dir="auto">
            {subject}
          </h2>
          <small>
            {t.parts('demo.mails.to', { address: <bdi key="to">{to}</bdi> })} · {t.relative(at, now)}
          </small>
          {text.split(/\n+/).map((line) => (
            <p key={line} dir="auto" class="said-by">
              {/^https?:\/\/\S+$/.test(line) ? (
                <a href={new URL(line).pathname + new URL(line).search}>{line}</a>
              ) : (
                line
              )}
            </p>
          ))}
          {files.length > 0 && (
            <ul>
              {files.map(({ name, bytes }) => (
                <li key={name}>
                  <bdi>{name}</bdi> <small>{t.number(Math.ceil(bytes.byteLength / 1_000))} kB</small>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      ))}
    </Narrow>
  )
}
