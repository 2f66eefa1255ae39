import { type Operator, readPeople } from '../../../domains/identity/identity.ts'
import {
  type BankFile,
  type BankLine,
  findFile,
  keepBankFile,
  linesOfFile,
  listBankAccounts,
  listFiles,
  type ReadHints,
  type ReportLine,
  STATEMENT_FIELDS,
  settlePaying,
  takeReport,
  takeStatement,
  tryReport,
  tryStatement,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { holderName } from './frame.tsx'
import { StatementPage } from './statement-page.tsx'
import { StatementsPage } from './statements-pages.tsx'

export function showStatements(c: PageContext): Promise<Response> {
  return statementsPage(c)
}

async function statementsPage(c: PageContext, again?: { refusal: Refusal; form: Form }): Promise<Response> {
  const { t, now, market } = c.var.visit
  const view = await readAsOperator(c, async (tx) => {
    const [accounts, files] = await Promise.all([listBankAccounts(tx), listFiles(tx, 30)])
    return { accounts, files }
  })
  const known = [...market.rails.values()].map(({ holder }) => holder)
  const holders = [...new Set([...view.accounts.map(({ holder }) => holder), ...known, 'market'])].sort()
  return officePage(
    c,
    { title: t('books.statements'), at: 'money', refusal: again?.refusal, isBeside: true },
    <StatementsPage
      t={t}
      now={now}
      accounts={view.accounts}
      files={view.files}
      holders={holders.map((value) => ({ value, label: holderName(t, value) }))}
      typed={again?.form.values ?? {}}
      error={again && { field: fieldOf(again.refusal), message: refusalWords(t, again.refusal) }}
      hidden={formFields(c)}
    />,
  )
}

const fieldOf = ({ reason }: Refusal) => (reason === 'books.holder_unknown' ? 'holder' : 'file')

/** Keeps what was sent before anybody reads it, and shows what taking it in would do. */
export async function upload(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const [file] = form.files('file')
  return whenProved(c, routes.statements.href(), () =>
    answerForm(
      async () => {
        if (!file) throw new Refusal('invalid', 'books.no_file_sent')
        const content = Buffer.from(await file.arrayBuffer())
        const kind = form.text('kind') === 'report' ? 'report' : 'statement'
        const kept = await changeAsOperator(c, (tx, by) =>
          keepBankFile(tx, by, kind, { holder: form.text('holder'), name: file.name, content, hints: hintsIn(form) }),
        )
        return c.redirect(routes.statement.href({ file: shown('fil', kept) }), 303)
      },
      (refusal) => statementsPage(c, { refusal, form }),
    ),
  )
}

function hintsIn(form: Form): ReadHints {
  const balance = (name: string) => {
    const text = form.text(name)
    const paisa = parseRupees(text.replace(/^-/, ''))
    return paisa === undefined ? undefined : text.startsWith('-') ? -paisa : paisa
  }
  const [opening_paisa, closing_paisa] = [balance('opening'), balance('closing')]
  const named = STATEMENT_FIELDS.map((field) => [field, form.text(`column.${field}`)] as const)
  return {
    columns: Object.fromEntries(named.filter(([, heading]) => heading !== '')),
    ...(opening_paisa === undefined ? {} : { opening_paisa }),
    ...(closing_paisa === undefined ? {} : { closing_paisa }),
  }
}

export function showStatement(c: PageContext): Promise<Response> {
  return statementPage(c)
}

/** One file: what would come of it while it waits for a second person, and what came of it once it is booked. */
async function statementPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const { file, by, from } = await fileHere(c)
  const isOfFile = refusal !== undefined && refusal.code === 'invalid'
  const told = isOfFile ? { lines: [], report: [], wrong: refusal } : await toldBy(c, file, by)
  return officePage(
    c,
    { title: file.name, at: 'money', refusal, isBeside: isOfFile },
    <StatementPage
      t={t}
      now={now}
      file={file}
      from={from}
      isOwn={file.kept_by === by.person_id}
      lines={told.lines}
      report={told.report}
      wrong={told.wrong && refusalWords(t, told.wrong)}
      hidden={formFields(c)}
    />,
  )
}

interface Told {
  lines: readonly BankLine[]
  report: readonly ReportLine[]
  wrong?: Refusal
}

/** What a file says, line by line; why it cannot be believed, when it cannot. */
async function toldBy(c: PageContext, file: BankFile, by: Operator): Promise<Told> {
  const { market } = c.var.visit
  if (file.kind === 'statement' && file.state === 'taken') {
    return { lines: await readAsOperator(c, (tx) => linesOfFile(tx, file.file_id, 2_000)), report: [] }
  }
  try {
    if (file.kind === 'report') return { lines: [], report: await tryReport(market.db, by, file) }
    return { lines: (await tryStatement(market.db, by, market.statementReaders, file)).lines, report: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { lines: [], report: [], wrong: error }
  }
}

/** The file, who looks, and the name of who handed it in: the look is logged. */
async function fileHere(c: PageContext): Promise<{ file: BankFile; by: Operator; from: string }> {
  const id = parseId('fil', c.req.param('file'))
  return lookAsOperator(c, async (tx, by) => {
    const file = id ? await findFile(tx, id) : undefined
    if (!file) throw new Refusal('not_found', 'books.no_file')
    const people = file.kept_by ? await readPeople(tx, by, 'support', [file.kept_by]) : undefined
    return { file, by, from: people?.get(file.kept_by ?? '')?.name ?? '' }
  })
}

/** Another operator confirms a file as they saw it: it is booked, and the payments that it pays come to their end. */
export async function takeIn(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  const form = await readForm(c)
  return whenProved(c, c.req.path, () =>
    answerForm(
      async () => {
        const { file: now, by } = await fileHere(c)
        const file = { ...now, kept_count: Number(form.text('seen')) }
        if (file.kind === 'statement') await takeStatement(market.db, by, market.statementReaders, file)
        else {
          const rail = [...market.rails.values()].find(({ holder }) => holder === file.holder)
          if (!rail) throw new Refusal('invalid', 'books.no_rail')
          await takeReport(market.db, by, rail, file)
        }
        await settlePaying(market.db, market.rails)
        await market.runner.settled(2_000)
        await settlePaying(market.db, market.rails)
        return c.redirect(c.req.path, 303)
      },
      (refusal) => statementPage(c, refusal),
    ),
  )
}
