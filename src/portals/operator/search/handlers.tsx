import {
  draftRule,
  dropProbe,
  endRule,
  hiddenWords,
  hideWord,
  listProbes,
  listRules,
  lookedForInVain,
  previewRule,
  type RuleDraft,
  saveProbe,
  showWord,
  startRule,
} from '../../../domains/search/search.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { RulePage } from './rule-page.tsx'
import { SearchPage } from './search-page.tsx'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SETTLE_MS = 2_000

/** What operators added to search, the queries it is looked at with, and what people look for in vain. */
export function showSearch(c: PageContext): Promise<Response> {
  const query = c.req.query('query') ?? ''
  return roomPage(c, { kept: (name) => (name === 'query' ? query : '') })
}

async function roomPage(
  c: PageContext,
  { kept, refusal }: { kept: (name: string) => string; refusal?: Refusal },
): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await readAsOperator(c, async (tx, by) => {
    const [rules, probes, inVain, hidden] = await Promise.all([
      listRules(tx, by),
      listProbes(tx, by),
      lookedForInVain(tx, by),
      hiddenWords(tx, by),
    ])
    return { rules, probes, inVain, hidden }
  })
  return officePage(
    c,
    { title: t('search.room'), at: 'search', refusal },
    <SearchPage t={t} now={now} {...view} kept={kept} formFields={formFields(c)} />,
  )
}

/** Writes a rule down, and shows what it would change. */
export async function writeRule(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      const rule = await changeAsOperator(c, (tx, by) => draftRule(tx, by, draftOf(form)))
      return c.redirect(routes.searchRule.href({ rule }), 303)
    },
    (refusal) => roomPage(c, { refusal, kept: (name) => form.text(name) }),
  )
}

function draftOf(form: Form): RuleDraft {
  const [query, note, kind] = [form.text('query'), form.text('note'), form.text('kind')]
  if (kind !== 'pin' && kind !== 'block') return { kind: 'synonym', query, words: form.text('words'), note }
  // The whole address of the goods may be pasted.
  const listing_id = parseId('lst', /lst_\w+/.exec(form.text('listing'))?.[0])
  if (!listing_id) throw new Refusal('invalid', 'search.rule_listing')
  return { kind, query, listing_id, note }
}

function ruleIdOf(c: PageContext): string {
  const ruleId = c.req.param('rule') ?? ''
  if (!UUID.test(ruleId)) throw new Refusal('not_found', 'search.unknown_rule')
  return ruleId
}

/** A rule with what it would change on the first page of each saved query. Looking is noted: it may start then. */
export async function showRule(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const ruleId = ruleIdOf(c)
  const preview = await changeAsOperator(c, (tx, by) => previewRule(tx, by, market.search, ruleId))
  return officePage(
    c,
    { title: t(`search.rule.${preview.rule.kind}`), at: 'search' },
    <RulePage t={t} preview={preview} formFields={formFields(c)} />,
  )
}

/** Lets a rule count, or ends it. */
export async function decideRule(c: PageContext): Promise<Response> {
  const chosen = (await readForm(c)).text('do')
  const ruleId = ruleIdOf(c)
  await changeAsOperator(c, async (tx, by) => {
    if (chosen === 'start') return startRule(tx, by, ruleId)
    if (chosen === 'end') return endRule(tx, by, ruleId)
    throw new Refusal('invalid', 'search.rule.choose')
  })
  await c.var.visit.market.runner.settled(SETTLE_MS)
  return c.redirect(routes.search.href(), 303)
}

/** Adds a query that every rule is looked at with, or takes one off. */
export async function changeProbes(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeAsOperator(c, async (tx, by) =>
        form.text('do') === 'drop' ? dropProbe(tx, by, form.text('probe')) : saveProbe(tx, by, form.text('probe')),
      )
      return c.redirect(routes.search.href(), 303)
    },
    (refusal) => roomPage(c, { refusal, kept: (name) => form.text(name) }),
  )
}

/** Keeps a word out of what is shown of searches, or lets it in again. */
export async function changeWords(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeAsOperator(c, async (tx, by) =>
        form.text('do') === 'show' ? showWord(tx, by, form.text('word')) : hideWord(tx, by, form.text('word')),
      )
      return c.redirect(routes.search.href(), 303)
    },
    (refusal) => roomPage(c, { refusal, kept: (name) => form.text(name) }),
  )
}
