import type { SaidMap } from '../../../domains/catalogue/catalogue.ts'
import { startImport } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { errorFacts } from '../../../kit/log/log.ts'
import type { PageContext } from '../../web/visit.ts'
import { changeHere } from '../here.ts'
import { withFile } from './file-keeping.ts'

/**
 * Begins the work on a file and gives the import's id after the first rows; the rest goes on while the shopkeeper
 * watches. A file that cannot be read at all is refused here.
 */
export async function beginReading(
  c: PageContext,
  hash: string,
  choice: { name: string; said: SaidMap; dry_run: boolean },
): Promise<string> {
  const { market } = c.var.visit
  const by = await changeHere(c, 'listings', async (_tx, here) => here.by)
  return new Promise((resolve, reject) => {
    withFile(market.storage, hash, (path) =>
      startImport(
        market.db,
        by,
        { path, file_name: choice.name },
        { dry_run: choice.dry_run, map: choice.said, onProgress: ({ import_id }) => resolve(import_id) },
      ),
    ).then(
      ({ import_id }) => resolve(import_id),
      (error: unknown) => {
        if (!(error instanceof Refusal)) market.log.error(errorFacts(error), 'an import broke')
        reject(error)
      },
    )
  })
}
