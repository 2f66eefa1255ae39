import { readPeople } from '../../../domains/identity/identity.ts'
import { decideMoneyBreak, listMoneyBreaks, type MoneyBreak } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { holderName, RoomFrame } from './frame.tsx'

/** What does not agree; with ?closed=yes what did not. */
export async function showBreaks(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const isClosed = c.req.query('closed') === 'yes'
  const view = await lookAsOperator(c, async (tx, by) => {
    const breaks = await listMoneyBreaks(tx, by, isClosed ? 'closed' : 'open')
    const people = await readPeople(tx, by, 'support', [...new Set(breaks.flatMap(({ owner_id }) => owner_id ?? []))])
    return breaks.map((one) => ({ ...one, owner: people.get(one.owner_id ?? '')?.name ?? '' }))
  })
  return officePage(
    c,
    { title: t('books.moneyBreaks'), at: 'money' },
    <BreaksPage t={t} now={now} breaks={view} isClosed={isClosed} />,
  )
}

export interface BreaksProps {
  t: Say
  now: Date
  breaks: readonly (MoneyBreak & { owner: string })[]
  isClosed: boolean
}

const LATE_MS = 5 * 86_400_000

export function BreaksPage({ t, now, breaks, isClosed }: BreaksProps) {
  return (
    <RoomFrame t={t} part="moneyBreaks">
      <p>
        {isClosed ? (
          <a href={routes.moneyBreaks.href()}>{t('books.breaks.open')}</a>
        ) : (
          <a href={routes.moneyBreaks.href({ closed: 'yes' })}>{t('books.breaks.closed')}</a>
        )}
      </p>
      {breaks.length === 0 ? (
        <EmptyState icon="done" title={t('books.breaks.none')} />
      ) : (
        <Table
          caption={t(isClosed ? 'books.breaks.were' : 'books.breaks.oldest')}
          columns={[
            { key: 'kind', label: t('operator.what') },
            { key: 'holder', label: t('operator.money.holder') },
            { key: 'ours', label: t('books.ours'), number: true },
            { key: 'theirs', label: t('books.theirs'), number: true },
            { key: 'since', label: t('operator.since') },
            { key: 'owner', label: t('books.owner') },
            { key: 'state', label: t('books.state') },
          ]}
          rows={breaks.map((one) => ({
            id: one.break_id,
            tone:
              one.state === 'open' && now.getTime() - one.found_at.getTime() > LATE_MS ? ('stop' as const) : undefined,
            cells: {
              kind: <a href={hrefOf(one)}>{t(`books.kind.${one.kind}`)}</a>,
              holder: holderName(t, one.holder),
              ours: <Rupees t={t} paisa={one.ours_paisa} />,
              theirs: <Rupees t={t} paisa={one.theirs_paisa} />,
              since: t.relative(one.found_at, now),
              owner: <span dir="auto">{one.owner || t('books.nobody')}</span>,
              state: <BreakState t={t} one={one} />,
            },
          }))}
        />
      )}
    </RoomFrame>
  )
}

const hrefOf = ({ break_id }: Pick<MoneyBreak, 'break_id'>) => routes.moneyBreak.href({ break: shown('brk', break_id) })

function BreakState({ t, one }: { t: Say; one: MoneyBreak }) {
  const tone = { open: 'act', explained: 'quiet', closed: 'trust' } as const
  return (
    <Badge tone={tone[one.state]}>
      {one.returned_count > 0 && one.state === 'open' ? t('books.state.again') : t(`books.state.${one.state}`)}
    </Badge>
  )
}

export function showBreak(c: PageContext): Promise<Response> {
  return breakPage(c)
}

/** Takes it on, explains it, closes it, or opens it again. */
export async function decide(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const act = (['take', 'explain', 'close', 'open'] as const).find((one) => one === form.text('do')) ?? 'take'
  const note = form.text('note')
  return whenProved(c, c.req.path, () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) => decideMoneyBreak(tx, by, idOf(c), { act, note }))
        return c.redirect(act === 'close' ? routes.moneyBreaks.href() : c.req.path, 303)
      },
      (refusal) => breakPage(c, { refusal, note }),
    ),
  )
}

function idOf(c: PageContext): string {
  const id = parseId('brk', c.req.param('break'))
  if (!id) throw new Refusal('not_found', 'books.no_break')
  return id
}

async function breakPage(c: PageContext, again?: { refusal: Refusal; note: string }): Promise<Response> {
  const { t, now } = c.var.visit
  const one = await lookAsOperator(c, async (tx, by) => {
    const id = idOf(c)
    const lists = await Promise.all([listMoneyBreaks(tx, by, 'open', 1_000), listMoneyBreaks(tx, by, 'closed', 1_000)])
    const found = lists.flat().find(({ break_id }) => break_id === id)
    if (!found) throw new Refusal('not_found', 'books.no_break')
    const people = found.owner_id ? await readPeople(tx, by, 'support', [found.owner_id]) : new Map()
    return { ...found, owner: people.get(found.owner_id ?? '')?.name ?? '' }
  })
  const title = t(`books.kind.${one.kind}`)
  const error = again && refusalWords(t, again.refusal)
  return officePage(
    c,
    { title, at: 'money', refusal: again?.refusal, isBeside: true },
    <BreakPage t={t} now={now} one={one} title={title} error={error} note={again?.note} hidden={formFields(c)} />,
  )
}

/** What it is about; a line of a bank leads to the line. */
function Subject({ subject }: { subject: string }) {
  const line = /^line ([0-9a-f-]{36})$/.exec(subject)?.[1]
  if (!line) return <code dir="ltr">{subject}</code>
  const name = shown('lin', line)
  return (
    <a href={routes.suspenseLine.href({ line: name })}>
      <code dir="ltr">{name}</code>
    </a>
  )
}

export interface BreakProps {
  t: Say
  now: Date
  one: MoneyBreak & { owner: string }
  title: string
  error: string | undefined
  note: string | undefined
  hidden: Readonly<Record<string, string>>
}

export function BreakPage({ t, now, one, title, error, note, hidden }: BreakProps) {
  return (
    <RoomFrame t={t} part="moneyBreaks" title={title}>
      <Narrow>
        {error && <ErrorSummary t={t} errors={[{ field: 'note', message: error }]} />}
        <p>{t(`books.kind.${one.kind}.words`)}</p>
        <Facts
          rows={[
            { label: t('operator.money.holder'), value: holderName(t, one.holder) },
            { label: t('operator.reference'), value: <Subject subject={one.subject} /> },
            { label: t('books.ours'), value: <Rupees t={t} paisa={one.ours_paisa} /> },
            { label: t('books.theirs'), value: <Rupees t={t} paisa={one.theirs_paisa} /> },
            { label: t('books.found'), value: t.moment(one.found_at, now) },
            { label: t('books.seen'), value: t.moment(one.seen_at, now) },
            { label: t('books.state'), value: <BreakState t={t} one={one} /> },
            { label: t('books.owner'), value: <span dir="auto">{one.owner || t('books.nobody')}</span> },
            ...(one.words ? [{ label: t('operator.note'), value: <span dir="auto">{one.words}</span> }] : []),
          ]}
        />
        <Form action={hrefOf(one)} hidden={hidden}>
          <TextArea
            t={t}
            name="note"
            label={t('books.found_out')}
            value={note ?? one.note}
            error={error}
            maxLength={500}
            optional
          />
          <FormActions>
            {one.state === 'open' && (
              <Button kind="act" name="do" value="explain">
                {t('books.do.explain')}
              </Button>
            )}
            <Button name="do" value="take">
              {t('books.do.take')}
            </Button>
            {one.state === 'closed' ? (
              <Button name="do" value="open">
                {t('books.do.open')}
              </Button>
            ) : (
              <Button name="do" value="close">
                {t('books.do.close')}
              </Button>
            )}
          </FormActions>
        </Form>
      </Narrow>
    </RoomFrame>
  )
}
