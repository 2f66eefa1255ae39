import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { AmountInWords } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import type { Wrong } from './ask-pages.tsx'
import type { EditView } from './edit-page.tsx'

/** Price and pieces of each variant, all saved with one button. */
export function Shelf({
  t,
  variants,
  wrong,
  links,
  hidden,
}: Pick<EditView, 't' | 'variants' | 'wrong' | 'links' | 'hidden'>) {
  const [first] = variants
  const samePrice = variants.every(({ pricePaisa }) => pricePaisa === first?.pricePaisa)
  return (
    <Section title={t('seller.edit.shelf')}>
      <Form action={links.shelf} hidden={hidden}>
        <Table
          caption={t('seller.edit.shelf')}
          hideCaption
          columns={[
            { key: 'what', label: t('seller.edit.which') },
            { key: 'price', label: t('seller.price.label') },
            { key: 'stock', label: t('seller.stock.label') },
          ]}
          rows={variants.map((row) => ({
            id: row.id,
            tone: wrong?.field.endsWith(row.id) ? ('stop' as const) : undefined,
            cells: {
              what: (
                <>
                  <span dir="auto">{row.label || t('seller.edit.only_one')}</span>
                  {row.code !== '' && <small class="facts"> {row.code}</small>}
                  {row.reserved > 0 && (
                    <small class="facts"> {t('seller.edit.reserved', { count: row.reserved })}</small>
                  )}
                </>
              ),
              price: (
                <Cell
                  t={t}
                  name={`price.${row.id}`}
                  value={row.price}
                  label={t('seller.quick.price', { title: row.label })}
                  wrong={wrong}
                  rupees
                />
              ),
              stock: (
                <Cell
                  t={t}
                  name={`stock.${row.id}`}
                  value={row.stock}
                  label={t('seller.quick.stock', { title: row.label })}
                  wrong={wrong}
                />
              ),
            },
          }))}
        />
        {samePrice && first?.pricePaisa !== undefined && (
          <p>
            <AmountInWords t={t} paisa={first.pricePaisa} />
          </p>
        )}
        <Button icon="check">{t('seller.edit.shelf.save')}</Button>
      </Form>
    </Section>
  )
}

interface CellProps {
  t: Say
  name: string
  value: string
  label: string
  wrong: Wrong | undefined
  rupees?: boolean
}

function Cell({ name, value, label, wrong, rupees }: CellProps) {
  return (
    <span class={wrong?.field === name ? 'small-field wrong' : 'small-field'} dir="ltr">
      {rupees && <span aria-hidden="true">Rs</span>}
      <input
        id={name}
        name={name}
        value={value}
        inputMode={rupees ? 'decimal' : 'numeric'}
        aria-label={label}
        aria-invalid={wrong?.field === name || undefined}
      />
    </span>
  )
}
