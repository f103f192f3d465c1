import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ConfigError } from '../src/errors.ts'
import { type Config, configSchema } from './schema.ts'

type Tree = { [key: string]: unknown }
type Environment = { readonly [name: string]: string | undefined }

const number = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text)
const list = (text: string): unknown => text.split(',').map(part => part.trim())
const text = (value: string): unknown => value
const truth = (value: string): unknown => (/^(true|false)$/.test(value) ? value === 'true' : value)

/** Environment variables that are also config keys, and how each is read. */
const variables: readonly [
  name: string,
  key: readonly [string, ...string[]],
  read: (value: string) => unknown,
][] = [
  ['STALLCAST_DATA', ['data'], text],
  ['DATABASE_URL', ['database', 'url'], text],
  ['STALLCAST_MEDIA', ['media'], truth],
  ['STALLCAST_HTTP_PORT', ['http', 'port'], number],
  ['STALLCAST_RTMP_PORT', ['rtmp', 'port'], number],
  ['STALLCAST_RTC_PORT', ['rtc', 'port'], number],
  ['STALLCAST_ANNOUNCED_ADDRESS', ['rtc', 'announcedAddress'], text],
  ['STALLCAST_LADDER', ['ladder', 'renditions'], list],
]

/**
 * Reads default.yaml, then the owner's file (STALLCAST_CONFIG, else config.yaml in the data folder, if it is
 * there), then the environment.
 * @throws ConfigError that names the key, the rule, and where the value came from.
 */
export function loadConfig(env: Environment = process.env): Config {
  const tree = readYaml(join(import.meta.dirname, 'default.yaml'))
  const given = nonEmpty(env.STALLCAST_CONFIG)
  const file = given ?? join(nonEmpty(env.STALLCAST_DATA) ?? String(tree.data), 'config.yaml')
  if (given !== undefined || existsSync(file)) merge(tree, readYaml(file))
  for (const [name, key, read] of variables) {
    const value = nonEmpty(env[name])
    if (value !== undefined) merge(tree, nest(key, read(value)))
  }
  return parseConfig(tree)
}

/** The defaults with some keys replaced; what tests and tools start from. */
export function configWith(changes: Tree): Config {
  const tree = readYaml(join(import.meta.dirname, 'default.yaml'))
  merge(tree, changes)
  return parseConfig(tree)
}

function parseConfig(tree: Tree): Config {
  const result = configSchema.safeParse(tree)
  if (result.success) return result.data
  const problems = result.error.issues.map(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => `'${[...issue.path, key].join('.')}' is not a setting`).join('; ')
    }
    const variable = variables.find(([, key]) => key.join('.') === issue.path.slice(0, key.length).join('.'))
    return `'${issue.path.join('.')}'${variable ? ` (${variable[0]})` : ''}: ${issue.message}`
  })
  throw new ConfigError(problems.join('; '))
}

function readYaml(file: string): Tree {
  try {
    const tree: unknown = parse(readFileSync(file, 'utf8')) ?? {}
    if (!isTree(tree)) throw new Error('it must hold settings by name')
    return tree
  } catch (cause) {
    throw new ConfigError(`cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
}

/** Puts `source` over `target`, key by key; lists and values replace. */
function merge(target: Tree, source: Tree): void {
  for (const [key, value] of Object.entries(source)) {
    const old = Object.hasOwn(target, key) ? target[key] : undefined
    if (isTree(old) && isTree(value)) merge(old, value)
    else Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
  }
}

function nest([first, ...rest]: readonly [string, ...string[]], value: unknown): Tree {
  const [second, ...others] = rest
  return { [first]: second === undefined ? value : nest([second, ...others], value) }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value
}
