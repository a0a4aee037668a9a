import { expect } from 'chai';
import { diagnose } from '../../../inspector/model/diagnosis/index.js';
import { playScenario } from '../../../inspector/server/play-scenario.js';
import { observeRuns } from '../../../runtime/run-observers.js';
import { memoryTrace } from '../model/diagnosis/play.js';

describe('playScenario', () => {
  let forget: () => void = () => undefined;

  afterEach(() => {
    forget();
  });

  for (const [name, logins] of [
    ['session-expired', ['session', 'user']],
    ['session-evicted', ['user', 'user', 'session', 'user']],
  ] as const) {
    it(`${name}: the stored session is tried, refused, and the password taken instead`, async () => {
      const { tracer, records } = memoryTrace();
      forget = observeRuns({ runBegins: () => tracer.newRun() });
      const { ended } = await playScenario(name, new AbortController().signal);
      await ended;
      const types = records.flatMap((record) =>
        record.kind === 'message' && record.mt === 'Login' && !('response' in (record.body as object))
          ? [(record.body as { readonly type: string }).type]
          : [],
      );
      expect(types).to.deep.equal(logins);
      const { verdict, findings } = diagnose(records);
      expect(verdict).to.equal('fine');
      expect(findings.map(({ id, severity }) => `${severity} ${id}`)).to.deep.equal([
        'warning session-refused',
      ]);
    });
  }
});
