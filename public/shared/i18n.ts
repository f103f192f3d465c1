export type Language = 'zh' | 'en'

/** A page's words: key → [Chinese, English]; `{name}` marks what is filled in. */
export type Words<Key extends string> = Readonly<Record<Key, readonly [zh: string, en: string]>>

export type Say<Key extends string> = (key: Key, fill?: Readonly<Record<string, string | number>>) => string

/** `const say = speaker(words, 'zh'); say('left', { count: 3 })`. */
export function speaker<Key extends string>(words: Words<Key>, language: Language): Say<Key> {
  const index = language === 'zh' ? 0 : 1
  return (key, fill = {}) =>
    words[key][index].replace(/\{(\w+)\}/g, (mark, name: string) => String(fill[name] ?? mark))
}

/** What was chosen here before, else the first of the browser's languages that there is, else English. */
export function chooseLanguage(remembered: string | null, wanted: readonly string[]): Language {
  if (remembered === 'zh' || remembered === 'en') return remembered
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]
    if (language === 'zh' || language === 'en') return language
  }
  return 'en'
}

/** For Intl and `<html lang>`. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en'
}
