import { asOperator, type Operator } from '../../../domains/identity/identity.ts'
import {
  type BankFile,
  type BankLine,
  findFile,
  keepBankFile,
  linesOfFile,
  listBankAccounts,
  listFiles,
  type ReadHints,
  STATEMENT_FIELDS,
  settlePaying,
  takeReport,
  takeStatement,
  tryStatement,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { holderName } from './frame.tsx'
import { StatementPage, StatementsPage } from './statements-pages.tsx'

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

/** One file: what would come of it while it is only kept, and what came of it once it is taken in. */
async function statementPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now, market } = c.var.visit
  const { file, by } = await fileHere(c)
  let wrong = refusal
  let lines: readonly BankLine[] = []
  if (file.state === 'taken') lines = await readAsOperator(c, (tx) => linesOfFile(tx, file.file_id, 2_000))
  else if (file.kind === 'statement' && !wrong) {
    try {
      lines = (await tryStatement(market.db, by, market.statementReaders, file)).lines
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      wrong = error
    }
  }
  return officePage(
    c,
    { title: file.name, at: 'money', refusal, isBeside: true },
    <StatementPage
      t={t}
      now={now}
      file={file}
      lines={lines}
      wrong={wrong && refusalWords(t, wrong)}
      hidden={formFields(c)}
    />,
  )
}

async function fileHere(c: PageContext): Promise<{ file: BankFile; by: Operator }> {
  const id = parseId('fil', c.req.param('file'))
  return readAsOperator(c, async (tx) => {
    const file = id ? await findFile(tx, id) : undefined
    if (!file) throw new Refusal('not_found', 'books.no_file')
    return { file, by: await asOperator(tx, personHere(c)) }
  })
}

/** Takes a kept file into the books, and brings the payments that it pays to their end. */
export async function takeIn(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  return whenProved(c, c.req.path, () =>
    answerForm(
      async () => {
        const { file, by } = await fileHere(c)
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
