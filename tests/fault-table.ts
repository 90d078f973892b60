import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Lists every fault that was made to happen and what became of it: a test of one is named
 * “fault → outcome”, under what it befalls.
 */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const rows = modules.flatMap((module) => [...module.children.allTests()].map(rowOf));
    const width = Math.max(...rows.map(({ fault }) => fault.length));
    console.log(`\n${'Fault'.padEnd(width)}   Outcome`);
    for (const { mark, fault, outcome } of rows) {
      console.log(`${fault.padEnd(width)} ${mark} ${outcome}`);
    }
    const held = rows.filter(({ mark }) => mark === '→').length;
    console.log(`\n${held} of ${rows.length} faults ended as they should.`);
  }
}

/** What is no fault of its own, such as a promise kept throughout, has its name as its outcome. */
function rowOf(test: TestCase) {
  const [first, ...rest] = test.name.split(' → ');
  const suite = test.parent.type === 'suite' ? test.parent.name : '';
  const state = test.result().state;
  const mark = state === 'passed' ? '→' : state === 'failed' ? '✗' : '–';
  return rest.length > 0
    ? { mark, fault: `${suite}: ${first}`, outcome: rest.join(' → ') }
    : { mark, fault: suite, outcome: test.name };
}
