#!/usr/bin/env node
/**
 * Stands between the test driver and Firefox. The driver asks at once for an emulation that
 * Firefox does not have yet (media features) and gives up at its refusal; here a refused emulation
 * counts as done, so that everything else can be tried.
 *
 * Usage: the driver's `executablePath`; FIREFOX_PATH names the browser (default: firefox-esr).
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket, WebSocketServer } from 'ws';

const ADDRESS = /WebDriver BiDi listening on (ws:\/\/.*)$/;

const firefox = spawn(process.env.FIREFOX_PATH ?? 'firefox-esr', process.argv.slice(2), {
  stdio: ['ignore', 'inherit', 'pipe'],
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => firefox.kill(signal));
firefox.on('exit', (code) => process.exit(code ?? 1));

createInterface(firefox.stderr).on('line', (line) => {
  const address = ADDRESS.exec(line)?.[1];
  if (!address) return void process.stderr.write(`${line}\n`);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (driver, request) => relay(driver, `${address}${request.url}`));
  server.on('listening', () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
  });
});

function relay(driver, address) {
  const browser = new WebSocket(address);
  const open = new Promise((resolve) => browser.once('open', resolve));
  const emulations = new Set();
  driver.on('message', async (data) => {
    const { id, method } = JSON.parse(data);
    if (method.startsWith('emulation.')) emulations.add(id);
    await open;
    browser.send(String(data));
  });
  browser.on('message', (data) => {
    const answer = JSON.parse(data);
    const refused = emulations.delete(answer.id) && answer.error === 'unknown command';
    const said = refused ? { type: 'success', id: answer.id, result: {} } : answer;
    driver.send(JSON.stringify(said));
  });
  driver.on('close', () => browser.close());
  browser.on('close', () => driver.close());
}
