import t from 'tap'
import { passwordStrength } from '../../public/desk/password.ts'

t.test('length counts; runs, repetition and the name do not', async t => {
  t.equal(passwordStrength('kettle', ''), 'too-short')
  t.equal(passwordStrength('茶壶茶壶', ''), 'too-short', 'characters, not bytes')
  t.equal(passwordStrength('1234567890', ''), 'weak')
  t.equal(passwordStrength('aaaaaaaaaaaaaaaa', ''), 'weak')
  t.equal(passwordStrength('margarete1', 'Margarete'), 'weak')
  t.equal(passwordStrength('blue kettle', ''), 'fair')
  t.equal(passwordStrength('four cups on a tray at noon', ''), 'strong')
})
