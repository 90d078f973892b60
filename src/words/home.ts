/**
 * @param locale the folder of a language’s pages, as Starlight has it; none for the first language.
 * @returns where the pages of that language begin, with a slash at the end: `/base/de/`.
 */
export function homeOf({ locale }: { readonly locale: string | undefined }): string {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  return locale ? `${base}${locale}/` : base;
}
