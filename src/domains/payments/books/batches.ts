import type { Tx } from '../../../kit/sql/tx.ts'
import { MARKET_HOLDER } from '../holds.ts'
import { noteBreak } from './breaks.ts'
import { closeSubject } from './breaks-store.ts'
import type { LineRow } from './lines-store.ts'
import type { Known } from './matching.ts'
import { setBatchPaid } from './matching-store.ts'
import { type Meaning, settleAgainst } from './mirror.ts'

/** What a provider may round when it adds up a batch. */
const ROUNDING_PAISA = 100n

const meaning = (kind: string, subject: string): Meaning => ({ kind, subject, by: null })

/** A provider's payment of a batch, by the batch's name: what it kept is its fee, what is missing is a break. */
export async function isSettlement(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  const batch = known.batches.find(({ name }) => isNamed(line, name))
  if (!batch || line.paisa < 0n) return false
  const off = batch.net_paisa - line.paisa
  const isSmall = off > 0n ? off <= ROUNDING_PAISA : -off <= ROUNDING_PAISA
  await settleAgainst(
    tx,
    line,
    [
      { account: `cash:${batch.holder}`, paisa: -(line.paisa + batch.fee_paisa) },
      { account: 'expense:provider_fee', paisa: batch.fee_paisa },
    ],
    meaning('settlement', batch.name),
  )
  await setBatchPaid(tx, batch.batch_id, line.line_id)
  known.batches = known.batches.filter((one) => one !== batch)
  await closeSubject(tx, batch.holder, ['timing', 'missing_at_provider'], `batch ${batch.name}`, 'came')
  if (off !== 0n) {
    await noteBreak(tx, {
      holder: batch.holder,
      kind: isSmall ? 'rounding' : 'batch_short',
      subject: `batch ${batch.name}`,
      words: line.words,
      ours_paisa: batch.net_paisa,
      theirs_paisa: line.paisa,
    })
  }
  return true
}

/** A courier's payment, by the number of its payment or cheque that all lines of its file carry. */
export async function isRemittance(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  if (line.paisa < 0n || line.holder === MARKET_HOLDER) return false
  const file = known.files.find(({ file_name, first_key, last_key }) => {
    const numbers = numbersIn(first_key).filter((number) => numbersIn(last_key).includes(number))
    return [...numbers, file_name.replace(/\.\w+$/, '')].some((one) => isNamed(line, one))
  })
  if (!file) return false
  await settleAgainst(
    tx,
    line,
    [{ account: `cash:${MARKET_HOLDER}`, paisa: -line.paisa }],
    meaning('remittance', file.file_id),
  )
  known.files = known.files.filter((one) => one !== file)
  if (file.net_paisa !== line.paisa) {
    await noteBreak(tx, {
      holder: file.courier,
      kind: 'batch_short',
      subject: `file ${file.file_name}`,
      words: line.words,
      ours_paisa: file.net_paisa,
      theirs_paisa: line.paisa,
    })
  }
  return true
}

const numbersIn = (key: string) => key.split(/[\s|]+/)

function isNamed(line: LineRow, name: string): boolean {
  const plain = name.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
  const said = `${line.our_reference} ${line.words}`.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
  return plain.length >= 5 && said.includes(plain)
}
