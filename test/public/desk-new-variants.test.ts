import t from 'tap'
import { draftFaults, emptyDraft, variantsOf } from '../../public/admin/new-variants.ts'

const draft = (changes: object) => ({ ...emptyDraft(0), sku: 'CUP', price: '19.90', ...changes })

t.test('each faulty field of a new product is named', async t => {
  t.strictSame(draftFaults([draft({})], 'CNY'), [{}])
  t.strictSame(draftFaults([draft({ sku: ' ', price: 'x', compareAtPrice: '1.999' })], 'CNY'), [
    { sku: 'needSku', price: 'badPrice', compareAtPrice: 'badPrice' },
  ])
  t.strictSame(draftFaults([draft({}), draft({ sku: ' CUP ' })], 'CNY'), [{}, { sku: 'twiceSku' }])
})

t.test('drafts become variants, without what was left empty', async t => {
  t.strictSame(variantsOf([draft({ barcode: ' 690123 ', compareAtPrice: '29' })], 'CNY'), [
    {
      sku: 'CUP',
      title: '',
      price: { amount: 1990, currency: 'CNY' },
      barcode: '690123',
      compareAtPrice: { amount: 2900, currency: 'CNY' },
    },
  ])
  t.strictSame(variantsOf([draft({})], 'CNY'), [
    { sku: 'CUP', title: '', price: { amount: 1990, currency: 'CNY' } },
  ])
})
