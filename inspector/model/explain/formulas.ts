import { isMasked, objectOf, refuses } from '../diagnosis/loose.js';
import type { Formula, FormulaInput } from './explanation.js';
import type { Found, Surroundings } from './surroundings.js';

/** Longest value of an input that is shown. */
const valueLimit = 300;

const neverRecorded = 'not in the trace: it is never recorded';

/** How the proofs are made; docs/protocol.md. */
export const recipes = {
  loginResponse:
    'response = SHA256( innovaphoneAppClient:<type>:<domain>:<username>:<password>:<nonce>:<challenge> )',
  loginResult:
    'digest = SHA256( innovaphoneAppClient:loginresult:<domain>:<username>:<password>:<nonce>:<challenge>:<info> )',
  redirect:
    'digest = SHA256( innovaphoneAppClient:redirect:<username>:<password>:<nonce>:<challenge>:<info> )',
  appLogin: 'digest = SHA256( <app>:<domain>:<sip>:<guid>:<dn>:<info>:<challenge>:<password> )',
  appLoginWithoutInfo: 'digest = SHA256( <app>:<domain>:<sip>:<guid>:<dn>:<challenge>:<password> )',
} as const;

/** The formula of the proof that a message carries, or that it judges; undefined when it has to do with none. */
export function formulaOf(message: Found, around: Surroundings): Formula | undefined {
  switch (message.mt) {
    case 'Login':
      return isProof(message) ? loginResponse(message, around) : undefined;
    case 'LoginResult': {
      if ('digest' in message.body && !refuses(message.body))
        return loginResult(message, around, recipes.loginResult);
      const proof = around.before(message.lane, isProof);
      return refuses(message.body) && proof !== undefined ? loginResponse(proof, around, message) : undefined;
    }
    case 'Redirect':
      return loginResult(message, around, recipes.redirect);
    case 'AppGetLoginResult':
      return refuses(message.body) ? undefined : appGetLogin(message, around);
    case 'AppLogin':
      return appLogin(
        message,
        around,
        around.after(message.lane, ({ mt }) => mt === 'AppLoginResult'),
      );
    case 'AppLoginResult': {
      const login = around.before(message.lane, ({ mt }) => mt === 'AppLogin');
      return login === undefined ? undefined : appLogin(login, around, message);
    }
    default:
      return undefined;
  }
}

/** Whether a Login is the second one, with the proof. */
export function isProof({ mt, body }: Found): boolean {
  return mt === 'Login' && ('response' in body || 'nonce' in body || 'username' in body);
}

function loginResponse(login: Found, around: Surroundings, result?: Found): Formula {
  const asked = around.before(login.lane, ({ mt, seq }) => mt === 'Authenticate' && seq < login.seq);
  const outcome = result ?? around.after(login.lane, ({ mt }) => mt === 'LoginResult');
  const inputs = [
    input('type', login),
    input('domain', asked),
    input('username', login),
    { name: 'password', value: neverRecorded },
    input('nonce', login),
    input('challenge', asked),
    input('response', login),
  ];
  const text = recipes.loginResponse;
  const check = checked(around, login.seq);
  if (check !== undefined) return { text, inputs, verdict: check };
  return { text, inputs, ...(outcome !== undefined && responseVerdict(outcome)) };
}

/** What the one who knows the password found, where it recorded that: the simulator does. */
function checked(around: Surroundings, seq: number): Formula['verdict'] | undefined {
  const check = around.checkAfter(seq);
  if (check === undefined || check.verdict === 'unchecked') return undefined;
  const { verdict, reason } = check;
  return { ok: verdict === 'ok', seq: check.seq, ...(reason !== undefined && { reason }) };
}

/** What the PBX found: it takes the proof, or says that it is wrong. */
function responseVerdict({ body, seq }: Found): Pick<Formula, 'verdict'> | undefined {
  if (!refuses(body)) return { verdict: { ok: true, seq } };
  if (String(body['error']) !== '2') return undefined;
  const reason =
    'The PBX does not come to the same digest: most likely name or password are wrong, or the user refused the second factor.';
  return { verdict: { ok: false, reason, seq } };
}

function loginResult(result: Found, around: Surroundings, text: string): Formula {
  const login = around.before(result.lane, isProof);
  const asked = around.before(result.lane, ({ mt }) => mt === 'Authenticate');
  const check = around.checkAfter(result.seq);
  const inputs = [
    ...(text === recipes.loginResult ? [input('domain', asked)] : []),
    input('username', login),
    { name: 'password', value: neverRecorded },
    input('nonce', login),
    input('challenge', asked),
    input('info', result),
    input('digest', result),
  ];
  if (check === undefined || check.verdict === 'unchecked') return { text, inputs };
  const { verdict, seq } = check;
  const reason = verdict === 'ok' ? check.reason : mismatchReason(check.reason);
  return { text, inputs, verdict: { ok: verdict === 'ok', seq, ...(reason !== undefined && { reason }) } };
}

/** What a check says by itself; where it found nothing out, what it most likely is. */
function mismatchReason(found: string | undefined): string {
  const likely = 'most likely the peer has another password, or is not the PBX';
  if (found === undefined || found === '') return `The digest does not match; ${likely}.`;
  return found.includes(': ') ? found : `${found}; ${likely}`;
}

function appGetLogin(result: Found, around: Surroundings): Formula {
  const request = around.before(
    result.lane,
    ({ mt, body }) => mt === 'AppGetLogin' && body['src'] === result.body['src'],
  );
  return appFormula(result, request);
}

function appLogin(login: Found, around: Surroundings, outcome: Found | undefined): Formula {
  const asked = around.before(login.lane, ({ mt, seq }) => mt === 'AppChallengeResult' && seq < login.seq);
  const formula = appFormula(login, asked);
  const check = checked(around, login.seq);
  if (check !== undefined) return { ...formula, verdict: check };
  if (outcome === undefined) return formula;
  const { body, seq } = outcome;
  if (body['ok'] === true || body['ok'] === 'true') return { ...formula, verdict: { ok: true, seq } };
  return { ...formula, verdict: { ok: false, reason: reasonOf(login, asked, around), seq } };
}

function appFormula(login: Found, asked: Found | undefined): Formula {
  const hasInfo = 'info' in login.body;
  const names = ['app', 'domain', 'sip', 'guid', 'dn', ...(hasInfo ? ['info'] : [])];
  return {
    text: hasInfo ? recipes.appLogin : recipes.appLoginWithoutInfo,
    inputs: [
      ...names.map((name) => input(name, login)),
      input('challenge', asked),
      { name: 'password', value: 'that of the App object; in a login by the PBX the client never sees it' },
      input('digest', login),
    ],
  };
}

/** Why a service may have come to another digest, as far as the messages tell. */
function reasonOf(login: Found, asked: Found | undefined, around: Surroundings): string {
  if (objectOf(login.body['info'])['unlicensed'] === true) {
    return 'The PBX says that it has no licence for the app.';
  }
  const given = around.before(
    undefined,
    ({ mt, body }) =>
      mt === 'AppGetLoginResult' && isSame(body, login.body, 'pbxObj') && isSame(body, login.body, 'app'),
  );
  const request =
    given &&
    around.before(
      given.lane,
      ({ mt, body, seq }) => mt === 'AppGetLogin' && seq < given.seq && body['src'] === given.body['src'],
    );
  if (given !== undefined) {
    if (
      asked !== undefined &&
      request !== undefined &&
      text(asked.body['challenge']) !== text(request.body['challenge'])
    ) {
      return `The PBX answered an old challenge: AppGetLogin (record ${request.seq}) has another one than AppChallengeResult (record ${asked.seq}).`;
    }
    const changed = ['digest', 'domain', 'sip', 'guid', 'dn', 'info'].filter(
      (name) => !isSame(given.body, login.body, name),
    );
    if (changed.length > 0) {
      return `AppLogin is not what the PBX made (record ${given.seq}): ${changed.join(', ')} changed on the way.`;
    }
    return 'What the PBX made was passed on as it is, for the right challenge. Most likely the password of the App object is not that of the instance, or info was written anew on the way, which its members do not show.';
  }
  return 'Most likely the password is not that of the instance.';
}

function isSame(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
  name: string,
): boolean {
  return JSON.stringify(left[name]) === JSON.stringify(right[name]);
}

function input(name: string, from: Found | undefined): FormulaInput {
  if (from === undefined) return { name, value: 'not in this recording' };
  return { name, value: text(from.body[name]), from: from.seq };
}

function text(value: unknown): string {
  if (value === undefined) return '(absent: counts as empty)';
  if (value === '') return '(empty)';
  const { digits } = objectOf(value);
  const whole =
    typeof value === 'string' ? value : typeof digits === 'string' ? digits : JSON.stringify(value);
  if (isMasked(whole) || whole.length <= valueLimit) return whole;
  return `${whole.slice(0, valueLimit)}… (${whole.length} characters as recorded)`;
}
