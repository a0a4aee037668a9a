/**
 * Names of what the login automatons have in common. Symbols, because programs extend them with methods of any name.
 */
export const announce: unique symbol = Symbol('announce');
export const answer: unique symbol = Symbol('answer');
export const failWith: unique symbol = Symbol('failWith');
export const fail: unique symbol = Symbol('fail');
export const appName: unique symbol = Symbol('appName');
export const requestChallenge: unique symbol = Symbol('requestChallenge');
export const takeChallenge: unique symbol = Symbol('takeChallenge');
export const sendLogin: unique symbol = Symbol('sendLogin');
export const sentLogin: unique symbol = Symbol('sentLogin');
export const isBeforeLogin: unique symbol = Symbol('isBeforeLogin');
export const refusedBy: unique symbol = Symbol('refusedBy');
export const afterLogin: unique symbol = Symbol('afterLogin');
export const keepSessionsBy: unique symbol = Symbol('keepSessionsBy');
