import t from 'tap'
import { PartsJoiner, toParts } from '../../src/relay/parts.ts'

const long = '春茶 "quoted" '.repeat(4000)

t.test(
  'a text of any length goes in parts that PostgreSQL takes, and is whole again at the other end',
  async t => {
    const parts = toParts('a', 1, long)
    t.ok(parts.length > 1)
    t.ok(parts.every(part => Buffer.byteLength(part) < 8000))
    t.equal(new Set(parts).size, parts.length)
    const joiner = new PartsJoiner('b')
    const [other = ''] = toParts('c', 1, 'short')
    const got = parts.flatMap(part => [joiner.add(part), joiner.add(other)])
    t.same(
      got.filter(text => text !== null && text !== 'short'),
      [long],
    )
    t.equal(got.at(-2), long)
  },
)

t.test('what a process has said itself is not heard by it', async t => {
  const joiner = new PartsJoiner('a')
  t.same(
    toParts('a', 1, long).map(part => joiner.add(part)),
    toParts('a', 1, long).map(() => null),
  )
})

t.test('what is no part, or misses one before it, is refused, and what follows is heard', async t => {
  const joiner = new PartsJoiner('b')
  const parts = toParts('a', 1, long)
  t.throws(() => joiner.add('hello'))
  t.throws(() => joiner.add('{}'))
  t.throws(() => joiner.add(parts[1] ?? ''), /missing/)
  t.equal(joiner.add(toParts('a', 2, 'next')[0] ?? ''), 'next')
})
