import project from '../../package.json';

const LECTURE = 'Depth and Trainability';
const AUTHORS = `The developers of ${LECTURE}`;

/** What is to be told of a page to those who link to it, search for it or cite it. */
export interface PageFacts {
  readonly title: string;
  readonly description: string | undefined;
  readonly language: string;
  /** Its full address, and that of the start page. */
  readonly url: string;
  readonly root: string;
  /** Its picture's full address, if it has one. */
  readonly card: string | undefined;
  /** Number of the chapter; other pages have none. */
  readonly chapter: number | undefined;
}

/**
 * The page as a learning resource in the vocabulary of schema.org, for a script of type
 * `application/ld+json`: chapters as parts of the lecture, the start page as the lecture itself.
 */
export function learningResource(page: PageFacts): string {
  const whole = page.url === page.root;
  const data = {
    '@context': 'https://schema.org',
    '@type': page.chapter === undefined && !whole ? 'WebPage' : 'LearningResource',
    '@id': page.url,
    url: page.url,
    name: page.title,
    description: page.description,
    image: page.card,
    inLanguage: page.language,
    isAccessibleForFree: true,
    license: 'https://spdx.org/licenses/MIT.html',
    author: { '@type': 'Organization', name: AUTHORS },
    version: project.version,
    ...(whole && { learningResourceType: 'lecture' }),
    ...(page.chapter !== undefined && {
      learningResourceType: 'chapter of a lecture',
      position: page.chapter,
    }),
    ...((whole || page.chapter !== undefined) && {
      educationalLevel: 'university',
      interactivityType: 'mixed',
      about: ['neural networks', 'loss landscapes', 'skip connections'],
    }),
    ...(!whole && { isPartOf: { '@type': 'LearningResource', '@id': page.root, name: LECTURE } }),
  };
  // Text of a page must not close the script.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** An entry for a BibTeX file; the address is that of this copy. */
export function bibtex(root: string): string {
  return `@misc{depth-and-trainability,
  title  = {${LECTURE}: an online lecture with living figures},
  author = {{${AUTHORS}}},
  year   = {2026},
  url    = {${root}},
  note   = {Version ${project.version}}
}`;
}
