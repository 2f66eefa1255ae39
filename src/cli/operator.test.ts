import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/setup/database.ts'
import { asOperator } from '../domains/identity/identity.ts'
import { makeOperator } from './operator.ts'

const { db } = await testDatabase()

test('the first operator of a new market is made by whoever keeps the machine, once', async () => {
  const dania = await makeOperator(db, '0300 1234567')
  expect(await makeOperator(db, '+923001234567')).toBe(dania)
  const actor = await db.read((tx) => asOperator(tx, { kind: 'person', person_id: dania }))
  expect(actor).toEqual({ kind: 'operator', person_id: dania })
})

test('what is no number makes nobody an operator', async () => {
  await expect(makeOperator(db, 'Eve')).rejects.toMatchObject({ code: 'invalid' })
})
