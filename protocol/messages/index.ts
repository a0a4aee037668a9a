/** Types of every message that the automatons send, await or tolerate. Source: docs/protocol.md. */
export * from './app-websocket.js';
export * from './catalogue.js';
export * from './devices.js';
export * from './myapps.js';
export * from './pbx-admin-api.js';
export * from './users.js';
export * from './values.js';
