import { expect, test } from 'vitest'
import { fromKarachiStamp, isSigned, karachiStamp, secureHash, signed } from './secure-hash.ts'

// The vendor's worked example and two more that public clients test themselves with.
const VECTORS = [
  {
    name: 'JC-1',
    salt: '0F5DD14AE2',
    fields: { pp_Amount: '2995', pp_MerchantID: 'MER123', pp_OrderInfo: 'A48cvE28' },
    hash: 'c7689cda7474eb1adcd343fd0c0b676bad0ba66361cc46db589bdb0da4c1c867',
  },
  {
    name: 'JC-2',
    salt: 'reallySecretKey',
    fields: { pp_TxnRefNo: '647cb56c890e4', pp_MerchantID: 'merchant123', pp_Password: 'password', pp_Version: '1.1' },
    hash: 'B39B22919994EA5C9BFDD02940DF6E87EE06441B778DD4D68709F8204E6404CD',
  },
  {
    name: 'JC-3',
    salt: 'reallySecretKey',
    fields: {
      pp_Version: '1.1',
      pp_MerchantID: 'merchant123',
      pp_Password: 'password',
      pp_TxnType: 'MWALLET',
      pp_TxnRefNo: '647cb56c890e4',
      pp_Language: 'EN',
      pp_Amount: '2000',
      pp_TxnCurrency: 'PKR',
      pp_TxnDateTime: '20231011000000',
      pp_BillReference: '647cb56c890e4',
      pp_Description: 'Test Order',
      pp_TxnExpiryDateTime: '20231012000000',
      pp_ReturnURL: 'https://example.com/return',
      ppmpf_2: 'abcdef',
    },
    hash: '876B465D21973A96DD4DC7BE69EC129FA1FE529B9CC0FA1D75C8CD6534613FBC',
  },
]

test.each(VECTORS)('signature $name is the one that JazzCash prints', ({ salt, fields, hash }) => {
  expect(secureHash(fields, salt)).toBe(hash.toUpperCase())
  expect(isSigned({ ...fields, pp_SecureHash: hash.toLowerCase() }, salt)).toBe(true)
})

test('empty fields and fields that are not JazzCash’s own do not change the signature', () => {
  const fields = { pp_Amount: '2995', pp_MerchantID: 'MER123' }
  const more = { ...fields, ppmpf_1: '', lang: 'ur', pp_SecureHash: 'old' }
  expect(secureHash(more, 'salt')).toBe(secureHash(fields, 'salt'))
})

test('a signature that is missing, short, foreign or over other fields is wrong', () => {
  const good = signed({ pp_Amount: '2995', pp_MerchantID: 'MER123' }, 'salt')
  expect(isSigned(good, 'salt')).toBe(true)
  expect(isSigned(good, 'other salt')).toBe(false)
  expect(isSigned({ ...good, pp_Amount: '1' }, 'salt')).toBe(false)
  expect(isSigned({ ...good, pp_Bonus: '1' }, 'salt')).toBe(false)
  expect(isSigned({ ...good, pp_SecureHash: '' }, 'salt')).toBe(false)
  expect(isSigned({ pp_Amount: '2995' }, 'salt')).toBe(false)
})

test('the rail’s clock is Karachi’s, over midnight and back', () => {
  const at = new Date('2026-03-31T19:30:05Z')
  expect(karachiStamp(at)).toBe('20260401003005')
  expect(fromKarachiStamp('20260401003005')).toEqual(at)
  expect(fromKarachiStamp('20261301000000')).toBeUndefined()
  expect(fromKarachiStamp('tomorrow')).toBeUndefined()
})
