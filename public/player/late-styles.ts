/** Adds a style sheet that a part of the page needs which is loaded later; resolves once it counts. */
export function loadStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) {
      resolve()
      return
    }
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.onload = () => resolve()
    link.onerror = () => {
      link.remove()
      reject(new Error(`'${href}' did not load`))
    }
    document.head.append(link)
  })
}
