/* Every word that the site's own parts say. Titles, captions and prose are in content/. */

export const en = {
  site: {
    chapter: (n: number): string => `Chapter ${n}`,
    colophon:
      'Depth and Trainability, an online lecture. Text and code under the MIT licence.' as string,
    claims: 'The claims, measured' as string,
    teaching: 'Reading and teaching' as string,
    glossary: 'Glossary' as string,
  },
  figure: {
    name: 'Figure' as string,
  },
};
