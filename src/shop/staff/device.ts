const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['HarmonyOS', /\bHarmonyOS\b|\bOpenHarmony\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** The first that fits counts: most browsers also call themselves by the names of those below. */
const browsers = [
  ['WeChat', /\bMicroMessenger\//],
  ['Edge', /\bEdg(?:A|iOS)?\//],
  ['OBS', /\bOBS\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const

/** What a person knows their device by, of its `User-Agent`: "Chrome · Android". Empty when nothing is known of it. */
export function deviceName(userAgent: string | undefined): string {
  const names = [browsers, systems].map(known => known.find(([, sign]) => sign.test(userAgent ?? ''))?.[0])
  return names.filter(name => name !== undefined).join(' · ')
}
