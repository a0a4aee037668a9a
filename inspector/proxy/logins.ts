import type { AnyMessage } from '../../runtime/message.js';
import { isUserLogin, LaneNames, UniqueNames } from '../convert/lane-names.js';
import type { Route } from './routes.js';

/** The connections that belong together: one to the PBX, and those to the apps that it listed there. */
export interface Login {
  readonly number: number;
  /** A name in the trace for a connection, which no other one has. */
  laneFor(url: string): string;
  /** Learns the names of the apps behind the URLs. */
  learn(message: AnyMessage, pbxUrl: string): void;
}

/** Numbers the logins. The second one's sockets are called `PBXWS#2`, `INNOVAPHONE-DEVICES--WS#2` and so on. */
export class Logins {
  readonly #byNumber = new Map<number, Login>();
  readonly #unique = new UniqueNames('/');
  #users = 0;

  of({ login, url }: Route): Login {
    return (login === undefined ? undefined : this.#byNumber.get(login)) ?? this.#begin(url);
  }

  #begin(url: string): Login {
    if (isUserLogin(url)) this.#users += 1;
    const suffix = this.#users > 1 && isUserLogin(url) ? `#${this.#users}` : '';
    const names = new LaneNames();
    const login: Login = {
      number: this.#byNumber.size + 1,
      laneFor: (target) => this.#unique.take(names.nameOf(target) + suffix),
      learn: (message, pbxUrl) => {
        names.learn(message, pbxUrl);
      },
    };
    this.#byNumber.set(login.number, login);
    return login;
  }
}
