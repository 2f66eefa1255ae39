import type { Say } from '../../../kit/text/messages.ts'
import { Badge, Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { ShownSetting } from '../../web/market.ts'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'

/** How this market is set up. Secrets are never shown: only whether they are set. */
export async function showSettings(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  await readAsOperator(c, () => Promise.resolve())
  return officePage(
    c,
    { title: t('operator.nav.settings'), at: 'settings' },
    <SettingsPage t={t} settings={market.settings} />,
  )
}

export function SettingsPage({ t, settings }: { t: Say; settings: readonly ShownSetting[] }) {
  return (
    <>
      <h1>{t('operator.nav.settings')}</h1>
      <Notice tone="info">{t('operator.settings.words')}</Notice>
      <Table
        caption={t('operator.nav.settings')}
        hideCaption
        columns={[
          { key: 'name', label: t('operator.settings.name') },
          { key: 'value', label: t('operator.settings.value') },
          { key: 'meaning', label: t('operator.settings.meaning') },
        ]}
        rows={settings.map(({ name, value, meaning }) => ({
          id: name,
          cells: {
            name: <bdi dir="ltr">{name}</bdi>,
            value: value === undefined ? <Secret t={t} /> : value === '' ? '–' : <bdi dir="ltr">{value}</bdi>,
            meaning: (
              <span lang="en" dir="ltr">
                {meaning}
              </span>
            ),
          },
        }))}
      />
    </>
  )
}

function Secret({ t }: { t: Say }) {
  return <Badge icon="lock">{t('operator.settings.secret')}</Badge>
}
