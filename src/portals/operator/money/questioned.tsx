import { believeLastWord, type Disputed, settleContradiction } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { unsureView } from '../../web/unsure-view.ts'
import type { PageContext, Visit } from '../../web/visit.ts'
import { changeAsOperator } from '../here.ts'
import { routes } from '../routes.ts'

export type QuestionedLine = ReturnType<typeof questionedLine>

export function questionedLine(visit: Pick<Visit, 't' | 'now'>, row: Disputed) {
  const { t, now } = visit
  const unsure = unsureView(visit, row)
  const who = unsure ? (row.words === '' ? 'courier' : 'both') : row.frozen_for === 'rail' ? 'rail' : 'claim'
  return {
    id: shown('ord', row.order_id),
    number: row.number,
    paisa: row.total_paisa,
    since: t.moment(row.since, now),
    who: t(`operator.disputes.frozen.${who}`),
    words: row.words,
    scans: unsure?.scans.map(({ what, at }) => `${what} · ${at}`) ?? [],
    keys: { shop: shown('shp', row.party_id), order: shown('ord', row.order_id) },
  }
}

interface QuestionedProps {
  t: Say
  lines: readonly QuestionedLine[]
  hidden: Readonly<Record<string, string>>
}

/** Orders whose money waits, because a buyer or a bank says that something is wrong or a courier says two things. */
export function Questioned({ t, lines, hidden }: QuestionedProps) {
  return (
    <Section title={t('operator.disputes.buyers')}>
      {lines.some(({ scans }) => scans.length > 0) && <p class="hint">{t('operator.disputes.last_stands.hint')}</p>}
      <Table
        caption={t('operator.disputes.buyers')}
        hideCaption
        columns={[
          { key: 'number', label: t('operator.nav.orders') },
          { key: 'who', label: t('operator.disputes.who') },
          { key: 'said', label: t('operator.disputes.said') },
          { key: 'since', label: t('operator.since') },
          { key: 'paisa', label: t('operator.amount'), number: true },
          { key: 'act', label: '' },
        ]}
        rows={lines.map(({ id, number, who, words, scans, since, paisa, keys }) => ({
          id,
          cells: {
            number: (
              <a href={routes.order.href({ order: id })}>
                <Code>{number}</Code>
              </a>
            ),
            who,
            said: (
              <>
                {words !== '' && <p dir="auto">{words.slice(0, 120)}</p>}
                {scans.map((scan) => (
                  <p key={scan}>{scan}</p>
                ))}
              </>
            ),
            since,
            paisa: <Rupees t={t} paisa={paisa} />,
            act: scans.length > 0 && (
              <Form action={routes.courierWords.href()} hidden={{ ...hidden, ...keys }}>
                <Field
                  t={t}
                  name="words"
                  label={t('operator.reason')}
                  hint={t('operator.disputes.decide_at_order')}
                  maxLength={500}
                />
                <Button name="word" value="first" kind="quiet">
                  {t('operator.disputes.first_stands')}
                </Button>
                <Button name="word" value="last" kind="quiet">
                  {t('operator.disputes.last_stands')}
                </Button>
              </Form>
            ),
          },
        }))}
      />
    </Section>
  )
}

/** What the courier said first stands, or what it said last. Refuses: as settleContradiction and believeLastWord. */
export async function believeCourier(c: PageContext): Promise<void> {
  const form = await readForm(c)
  const [shop_id, order_id] = [parseId('shp', form.text('shop')), parseId('ord', form.text('order'))]
  if (!shop_id || !order_id) throw new Refusal('not_found', 'orders.unknown')
  const answer = form.text('word') === 'last' ? believeLastWord : settleContradiction
  await changeAsOperator(c, (tx, by) => answer(tx, by, { shop_id, order_id }, form.text('words')))
  await c.var.visit.market.runner.settled(2_000)
}
