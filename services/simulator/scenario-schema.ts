import * as v from 'valibot';
import { SimulatorError } from './errors.js';
import { faultKinds, faultSteps } from './faults.js';
import type { Scenario, ScenarioApp, ScenarioSettings } from './scenario.js';
import { defaultScenario, listLimit } from './scenario.js';
import { scenarios } from './scenarios.js';

const text = v.string('must be a text');
const name = v.pipe(text, v.minLength(1, 'must not be empty'));
const flag = v.boolean('must be true or false');
const path = v.pipe(text, v.regex(/^(\/[^/?#\s]+)+$/, 'must be a path such as /sample.dom/devices'));

function wholeNumber(least: number, most: number): v.GenericSchema<number> {
  const wording = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(wording), v.integer(wording), v.minValue(least, wording), v.maxValue(most, wording));
}

function oneOf<const T extends readonly string[]>(options: T): v.PicklistSchema<T, string> {
  return v.picklist(options, `must be one of ${options.join(', ')}`);
}

function members<T extends v.ObjectEntries>(
  entries: T,
): v.StrictObjectSchema<T, v.ErrorMessage<v.StrictObjectIssue>> {
  const known = Object.keys(entries).join(', ');
  return v.strictObject(entries, (issue) =>
    issue.expected === 'never'
      ? `is no setting; there are ${known}`
      : issue.received === 'undefined'
        ? 'is missing'
        : 'must be an object',
  );
}

const durationMs = wholeNumber(0, 86_400_000);

const user = members({
  sip: name,
  password: text,
  dn: text,
  cn: v.optional(text),
  num: v.optional(text),
  email: v.optional(text),
  guid: v.optional(v.pipe(text, v.regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits'))),
  apps: v.optional(v.array(name, 'must be a list of names of apps')),
});

const app = members({
  name,
  title: v.optional(text),
  text: v.optional(text),
  path,
  app: v.optional(name),
  password: text,
  instancePassword: v.optional(text),
  service: v.optional(oneOf(['devices', 'users', 'pbxAdminApi', 'none'])),
  url: v.optional(text),
  website: v.optional(flag),
  hidden: v.optional(flag),
  unlicensed: v.optional(flag),
});

const fault = v.pipe(
  members({
    at: oneOf(faultSteps),
    do: oneOf(faultKinds),
    app: v.optional(name),
    type: v.optional(oneOf(['user', 'session'])),
    times: v.optional(wholeNumber(1, 1_000_000)),
    after: v.optional(wholeNumber(0, listLimit)),
    delayMs: v.optional(durationMs),
    text: v.optional(text),
    thenAnswer: v.optional(flag),
    error: v.optional(v.union([v.number(), v.string()], 'must be a number or a text')),
    errorText: v.optional(text),
    closeCode: v.optional(wholeNumber(1000, 4999)),
  }),
  v.check(
    (given) => given.do !== 'error' || given.at !== 'SubscribeApps',
    'has no error: the PBX has no such answer to SubscribeApps',
  ),
);

const schema = members({
  description: v.optional(text),
  domain: v.optional(name),
  pbx: v.optional(text),
  version: v.optional(text),
  build: v.optional(v.pipe(text, v.regex(/^[0-9A-Fa-f]+$/, 'must be hex digits'))),
  alt: v.optional(text),
  altHttp: v.optional(text),
  users: v.optional(
    v.pipe(v.array(user, 'must be a list of users'), v.minLength(1, 'must name at least one user')),
  ),
  apps: v.optional(v.array(app, 'must be a list of apps')),
  deviceCount: v.optional(wholeNumber(0, listLimit)),
  chunkSize: v.optional(wholeNumber(1, listLimit)),
  deviceIdOffset: v.optional(v.pipe(text, v.regex(/^\d{1,20}$/, 'must be a text of 1 to 20 decimal digits'))),
  domainMember: v.optional(oneOf(['domainId', 'domain'])),
  userCount: v.optional(wholeNumber(0, listLimit)),
  userPageSize: v.optional(wholeNumber(0, listLimit)),
  countOffset: v.optional(wholeNumber(-listLimit, listLimit)),
  twoFactor: v.optional(
    members({
      delayMs: v.optional(durationMs),
      code: v.optional(wholeNumber(0, 999_999)),
      codeAsString: v.optional(flag),
      refuse: v.optional(flag),
    }),
  ),
  sessionLimit: v.optional(wholeNumber(1, 1_000_000)),
  appListForm: v.optional(oneOf(['info', 'single'])),
  challengeType: v.optional(oneOf(['string', 'number'])),
  stun: v.optional(
    members({ stun: text, turn: v.optional(text), turnUsr: v.optional(text), turnPwd: v.optional(text) }),
  ),
  responseDelayMs: v.optional(durationMs),
  fragmentSize: v.optional(wholeNumber(0, 65_535)),
  faults: v.optional(v.array(fault, 'must be a list of faults')),
});

/**
 * Checks what a person wrote, for instance the content of a scenario file.
 * @throws SimulatorError `SCENARIO_INVALID`, with one sentence per mistake in `data.mistakes`
 */
export function parseScenario(value: unknown): ScenarioSettings {
  const parsed = v.safeParse(schema, Array.isArray(value) ? null : value);
  const mistakes = parsed.success ? doubles(parsed.output) : parsed.issues.map(sentence);
  if (parsed.success && mistakes.length === 0) return parsed.output;
  throw new SimulatorError('SCENARIO_INVALID', `The scenario is not valid. ${mistakes.join(' ')}`, {
    mistakes,
  });
}

/**
 * The whole scenario: of a name, or of settings over the default ones.
 * @throws SimulatorError `SCENARIO_UNKNOWN`, `SCENARIO_INVALID`
 */
export function resolveScenario(scenario: ScenarioSettings | string = 'default'): Scenario {
  const settings = typeof scenario === 'string' ? namedScenario(scenario) : parseScenario(scenario);
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...defaultScenario, apps: defaultAppsAt(settings.domain), ...given };
}

/** The default apps live below the domain's path. */
function defaultAppsAt(domain = defaultScenario.domain): readonly ScenarioApp[] {
  const ownPath = `/${defaultScenario.domain}/`;
  return defaultScenario.apps.map((entry) =>
    entry.path.startsWith(ownPath)
      ? { ...entry, path: `/${domain}/${entry.path.slice(ownPath.length)}` }
      : entry,
  );
}

function namedScenario(wanted: string): ScenarioSettings {
  const found = Object.entries(scenarios).find(([candidate]) => candidate === wanted);
  if (found !== undefined) return found[1];
  const names = Object.keys(scenarios);
  const message = `There is no scenario ${JSON.stringify(wanted)}; choose one of ${names.join(', ')}.`;
  throw new SimulatorError('SCENARIO_UNKNOWN', message, { scenario: wanted, names });
}

/** Names that should be there once. */
function doubles({ users = [], apps = [] }: ScenarioSettings): string[] {
  const twice = (list: readonly string[]): string[] => [
    ...new Set(list.filter((item, at) => list.indexOf(item) !== at)),
  ];
  return [
    ...twice(users.map(({ sip }) => sip)).map((sip) => `users has ${JSON.stringify(sip)} twice.`),
    ...twice(apps.map((entry) => entry.name)).map((entry) => `apps has ${JSON.stringify(entry)} twice.`),
  ];
}

/** `users[0].sip must be a text.` Values are not repeated: they may be passwords. */
function sentence(issue: v.BaseIssue<unknown>): string {
  const place = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  const wording = issue.received === 'undefined' ? 'is missing' : issue.message;
  return `${place === '' ? 'The scenario' : place} ${wording}.`;
}
