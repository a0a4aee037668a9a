import { expect } from 'chai';
import type { RecordingProxy } from '../../../inspector/proxy/proxy.js';
import { startProxy } from '../../../inspector/proxy/proxy.js';
import { TestServers } from '../../support/test-servers.js';

describe('pages through the proxy', () => {
  const servers = new TestServers();
  let proxy: RecordingProxy | undefined;

  afterEach(async () => {
    await proxy?.close();
    await servers.dispose();
    proxy = undefined;
  });

  async function between(pbx: string): Promise<RecordingProxy> {
    await proxy?.close();
    return (proxy = await startProxy({ pbx }));
  }

  it('passes on pages, so that a browser finds what opens the WebSockets', async () => {
    const pbx = await servers.http((request, response) => {
      if (request.url === '/redirect') {
        response.writeHead(302, { Location: `http://${request.headers.host ?? ''}/page?x=1` }).end();
      } else response.end(`${request.method ?? ''} ${request.url ?? ''}`);
    });
    const { port } = await between(pbx);
    const page = await fetch(`http://127.0.0.1:${port}/page?x=1`, { method: 'POST', body: 'hello' });
    expect(await page.text()).to.equal('POST /page?x=1');
    const redirect = await fetch(`http://127.0.0.1:${port}/redirect`, { redirect: 'manual' });
    expect(redirect.headers.get('location')).to.equal('/page?x=1');
    expect((await fetch(`http://127.0.0.1:${port}/via/1-1/`)).status).to.equal(404);
    const dead = await between(await servers.nowhere());
    expect((await fetch(`http://127.0.0.1:${dead.port}/`)).status).to.equal(502);
  });

  it('says that it cannot listen', async () => {
    const { port } = await between('ws://127.0.0.1:1');
    const taken = await startProxy({ pbx: 'x', port }).catch((error: unknown) => error);
    expect(taken).to.have.property('code', 'PROXY_PORT_IN_USE');
    const foreign = await startProxy({ pbx: 'x', listen: '192.0.2.1' }).catch((error: unknown) => error);
    expect(foreign).to.have.property('code', 'PROXY_CANNOT_LISTEN');
  });
});
