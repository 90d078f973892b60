/** Why the state in an address cannot be had, or the state be put into one. */
export const address = {
  unknown: (key: string, known: string) =>
    `The address sets “${key}”, which this figure has not got. It can set ${known}.`,
  number: (label: string, came: string, min: number, max: number) =>
    `The address sets ${label.toLowerCase()} to “${came}”; a whole number from ${min} to ${max} was expected.`,
  region: (label: string, came: string) =>
    `The address sets ${label.toLowerCase()} to “${came}”; four numbers such as −0.5_0.5_0_1 were expected: from and to along the first direction, then along the second.`,
  option: (label: string, came: string, options: string) =>
    `The address sets ${label.toLowerCase()} to “${came}”; one of ${options} was expected.`,
  tooLong: (length: number, most: number) =>
    `The address of this figure’s state is ${length} characters long; at most ${most} are read. The figure stands at its defaults.`,
  version: (came: string, ours: number) =>
    `The address was made by version ${came} of this figure, and this is version ${ours}. Reload the page to get the newest; until then the figure stands at its defaults.`,
  lab: {
    tooLong: (length: number, most: number) =>
      `These experiments differ from each other and from the defaults in so much that their address would be ${length} characters long, and many programs cut one off after ${most}. Take the experiments away as files instead.`,
    count: (came: string, most: number) =>
      `The address asks for ${came} experiments; 1 to ${most} stand side by side.`,
    unknown: (key: string) =>
      `The address sets “${key}”, which the lab has not got. It was made by another version of this site, or damaged on the way.`,
    sweep: (key: string, seeds: number) =>
      `The address asks for a sweep over “${key}” with ${seeds} seeds; a field of an experiment and 1 to 20 seeds were expected.`,
  },
};
