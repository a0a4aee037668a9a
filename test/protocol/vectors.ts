/**
 * Known values, as docs/protocol.md, "Worked examples", lists them. Every value is of a made-up domain but the
 * ones marked "captured", which come from a real PBX with published passwords.
 */
export const login = {
  domain: 'sample.dom',
  username: 'ckl',
  password: 'pwd',
  nonce: '5bba709c4b68374d',
  challenge: '3e6bf6a1ba658959',
};

export const session = { usr: '9ae4b9193f1362019e19009033400109', pwd: 'CJv8T5QopMHnuEjpau9vkMM' };

export const encryptedSession = {
  usr: 'b416df3f704006dc68e210761fefd9d78088345c6bbd1c19af93e93bc502d752',
  pwd: '3785e6e3545026ded0d63e378192dbd7714c9b042f61c7',
};

const user =
  '"user":{"domain":"sample.dom","sip":"ckl","guid":"2c4a96f920ad5e01241c00505600a2cd","dn":"Jörg Müller","num":"22","email":"ckl@sample.dom","prefix":{}}';
const encrypted = `"session":{"usr":"${encryptedSession.usr}","pwd":"${encryptedSession.pwd}"}`;

/** LoginResult after a login of type `user`. */
export const userResult = {
  info: `{${user},"account":{},"settings":{},${encrypted},"alt":"standby.sample.dom:443/PBX0"}`,
  digest: 'ecdee1ca3f19b66bd7900105bf357bf279ffb0828d5a699191d1a2e2929700bb',
};

/** A login of type `session`, and its LoginResult. */
export const sessionLogin = {
  nonce: '749334693e72d301',
  challenge: '84463cc884463c89',
  response: '3e996e025c3d764767961cd6aa9870a5ff8c71a9b7d44db4951c13a9ee82b1d3',
  info: `{${user},"account":{},"settings":{}}`,
  digest: '161397308b2c8cf21a2200a6c06fd80a2ac5d76aa8edd1d35042b100af348a18',
};

export const redirect = {
  info: `{"host":"secondary1.sample.dom","mod":"PBX0",${encrypted}}`,
  digest: '59fcf3b4ed1226f7eaea1f75f392fb1e18ddb293e491ab4fabff417dae6db248',
};
