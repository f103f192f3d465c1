import { type ComponentChildren, createContext } from 'preact'
import { useContext, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { recall, remember } from './device-store.ts'
import { chooseLanguage, type Language, localeOf, type Say, speaker, type Words } from './i18n.ts'

const Chosen = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'en',
  choose: () => {},
})

/** Around every page: which language, remembered on the device, said in `<html lang>`. */
export function LanguageProvider({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState(() => chooseLanguage(recall('language'), navigator.languages))
  useLayoutEffect(() => {
    document.documentElement.lang = localeOf(language)
  }, [language])
  const value = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        remember('language', next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <Chosen.Provider value={value}>{children}</Chosen.Provider>
}

export function useLanguage(): Language {
  return useContext(Chosen).language
}

/** `const say = useWords(words)` in a component, `say('buy')` in its JSX. */
export function useWords<Key extends string>(words: Words<Key>): Say<Key> {
  const language = useLanguage()
  return useMemo(() => speaker(words, language), [words, language])
}

export function LanguageToggle({ class: className = 'button button-quiet' }: { class?: string }) {
  const { language, choose } = useContext(Chosen)
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" class={className} lang={localeOf(other)} onClick={() => choose(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}
